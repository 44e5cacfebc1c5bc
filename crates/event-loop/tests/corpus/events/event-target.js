// An EventTarget: once, removal, preventDefault, an object as listener.
const target = new EventTarget();
target.addEventListener('x', (e) => console.log('a', e.type, e.cancelable));
target.addEventListener('x', () => console.log('once'), { once: true });
target.addEventListener('x', { handleEvent: (e) => e.preventDefault() });
const gone = () => console.log('never');
target.addEventListener('x', gone);
target.removeEventListener('x', gone);
console.log(target.dispatchEvent(new Event('x', { cancelable: true })));
console.log(target.dispatchEvent(new Event('x')));
