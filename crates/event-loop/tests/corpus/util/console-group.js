// Groups indent what is logged, also in later callbacks.
console.group('outer');
console.log('one\ntwo');
console.group();
console.log({ a: 1 });
setImmediate(() => console.log('immediate'));
console.groupEnd();
console.groupEnd();
console.groupEnd();
console.log('end');
console.group('left', 'open');
process.nextTick(() => console.log('tick'));
