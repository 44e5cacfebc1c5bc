// Ticks and microtasks run between two timers that are due together.
for (const name of ['a', 'b']) {
  setTimeout(() => {
    console.log(name);
    queueMicrotask(() => console.log(name, 'micro'));
    process.nextTick(() => console.log(name, 'tick'));
  }, 1);
}
const end = Date.now() + 15;
while (Date.now() < end);
