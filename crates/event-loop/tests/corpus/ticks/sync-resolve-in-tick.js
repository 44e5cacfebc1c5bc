// A promise resolved in a tick: its reactions wait for the other ticks.
let resolve;
new Promise((r) => (resolve = r)).then((v) => console.log('resolved', v));
process.nextTick(() => {
  resolve('in tick');
  console.log('tick 1');
});
process.nextTick(() => console.log('tick 2'));
queueMicrotask(() => console.log('micro'));
