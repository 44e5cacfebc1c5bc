// Nested ticks and microtasks of a timer all run before the next timer.
setTimeout(() => {
  process.nextTick(() => {
    console.log('tick 1');
    process.nextTick(() => console.log('tick 2'));
    Promise.resolve().then(() => {
      console.log('micro');
      process.nextTick(() => console.log('tick 3'));
    });
  });
}, 1);
setTimeout(() => console.log('next timer'), 1);
const end = Date.now() + 15;
while (Date.now() < end);
