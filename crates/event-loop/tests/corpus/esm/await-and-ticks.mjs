// A tick waits for all the awaits of microtasks, not for a timer.
process.nextTick(() => console.log('tick'));
for (let i = 0; i < 3; i++) {
  await null;
  console.log('await', i);
}
await new Promise((resolve) => setTimeout(resolve, 5));
console.log('after the timer');
