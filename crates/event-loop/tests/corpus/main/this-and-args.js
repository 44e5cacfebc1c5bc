// What `this` is at the top of a module and inside callbacks.
console.log(this === module.exports, this === globalThis);
setTimeout(function () {
  console.log('timeout', this.constructor.name);
  setImmediate(function () {
    console.log('immediate', this.constructor.name);
  });
}, 1);
process.nextTick(function () {
  console.log('tick', this === undefined || this === globalThis, typeof this);
});
queueMicrotask(function () {
  'use strict';
  console.log('micro', this);
});
