// stopImmediatePropagation; and a listener added twice runs once.
const target = new EventTarget();
let n = 0;
const count = () => n++;
target.addEventListener('x', count);
target.addEventListener('x', count);
target.addEventListener('x', (e) => e.stopImmediatePropagation());
target.addEventListener('x', () => console.log('never'));
target.dispatchEvent(new Event('x'));
console.log(n);
