// What follows the callback is passed to the tick.
process.nextTick((...args) => console.log(args), 1, 'two', [3]);
process.nextTick(console.log, 'a', 'b', 'c', 'd', 'e', 'f');
process.nextTick(function () {
  console.log(arguments.length);
});
