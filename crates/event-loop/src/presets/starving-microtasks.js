setTimeout(() => console.log('timer'), 0);
setImmediate(() => console.log('immediate'));

// Each microtask queues the next one: ticks starve, too.
let rounds = 0;
function microtask() {
  rounds += 1;
  if (rounds === 1) {
    process.nextTick(() => console.log('tick'));
  }
  if (rounds < 2000) {
    queueMicrotask(microtask);
  } else {
    console.log(rounds, 'microtasks first');
  }
}
queueMicrotask(microtask);
