// What a timer looks like from outside.
const timer = setTimeout(() => {}, 1);
console.log(timer.constructor.name, typeof timer, typeof timer.ref);
console.log(typeof timer[Symbol.toPrimitive]());
console.log(Object.keys(timer).includes('_onTimeout'));
const immediate = setImmediate(() => {});
console.log(immediate.constructor.name, immediate.hasRef());
console.log(typeof timer.close, timer.close() === timer);
