// Ticks set by ticks run before the loop goes on.
let n = 0;
function again() {
  if (++n < 5) process.nextTick(again);
  console.log('tick', n);
}
process.nextTick(again);
setImmediate(() => console.log('immediate', n));
