// A callback that is not a function is refused at once.
for (const schedule of [setTimeout, setInterval, setImmediate,
  queueMicrotask, process.nextTick]) {
  for (const bad of [undefined, 'text', {}]) {
    try {
      schedule(bad, 1);
    } catch (err) {
      console.log(schedule.name, err.name, err.code);
    }
  }
}
