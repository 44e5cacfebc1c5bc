// Two throwing timers, with ticks left by each: who runs when.
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  process.nextTick(() => console.log('tick of handler', err.message));
});
for (const name of ['a', 'b', 'c']) {
  setTimeout(() => {
    process.nextTick(() => console.log('tick of', name));
    queueMicrotask(() => console.log('micro of', name));
    if (name !== 'c') throw new Error(name);
    console.log('c');
  }, 1);
}
const end = Date.now() + 15;
while (Date.now() < end);
