// timer.close and Symbol.dispose clear a timer.
const a = setTimeout(() => console.log('a'), 1);
a.close();
const b = setTimeout(() => console.log('b'), 1);
console.log(typeof Symbol.dispose, typeof b[Symbol.dispose]);
b[Symbol.dispose]();
const c = setImmediate(() => console.log('c'));
c[Symbol.dispose]();
setTimeout(() => console.log('d'), 1);
