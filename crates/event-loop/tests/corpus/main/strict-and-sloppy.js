// A callback in a sloppy module gets the global object as this.
setImmediate(() => console.log('arrow', this === module.exports));
queueMicrotask(function () {
  console.log('sloppy', this === globalThis || this === undefined);
});
[1].forEach(function () {
  console.log('forEach', this === globalThis);
});
