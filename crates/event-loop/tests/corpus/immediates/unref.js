// An immediate without reference does not keep the loop alive.
const a = setImmediate(() => console.log('runs or not'));
console.log(a.hasRef());
a.unref();
console.log(a.hasRef());
a.ref();
console.log(a.hasRef());
clearImmediate(a);
setImmediate(() => console.log('other'));
