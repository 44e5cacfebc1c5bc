// Are there ticks between due timers of two durations?
for (const ms of [1, 5]) {
  for (const name of ['a', 'b']) {
    setTimeout(() => {
      console.log(`${ms} ${name}`);
      process.nextTick(() => console.log(`tick of ${ms} ${name}`));
    }, ms);
  }
}
const end = Date.now() + 40;
while (Date.now() < end);
