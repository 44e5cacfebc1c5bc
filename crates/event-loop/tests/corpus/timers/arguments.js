// What follows the delay is passed to the callback.
setTimeout((...args) => console.log(args.length, ...args), 1, 'a', 2, null);
setTimeout(function () {
  console.log(arguments.length);
}, 1);
setTimeout(console.log, 1, 'one', 'two', 'three', 'four', 'five');
setImmediate((...args) => console.log('immediate', args.length), 1, 2, 3, 4);
const end = Date.now() + 10;
while (Date.now() < end);
