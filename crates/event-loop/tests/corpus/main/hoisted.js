// Functions are hoisted; what they print depends on when they are called.
first();
process.nextTick(first);
function first() {
  console.log('first', typeof later, value === undefined);
}
var value = 1;
function later() {}
