setTimeout(() => console.log('timer'), 0);
setImmediate(() => console.log('immediate'));
Promise.resolve().then(() => console.log('microtask'));

// Each tick queues the next one: the loop cannot go on.
let rounds = 0;
function tick() {
  rounds += 1;
  if (rounds < 2000) {
    process.nextTick(tick);
  } else {
    console.log(rounds, 'ticks first');
  }
}
process.nextTick(tick);
