// Each kind of callback schedules each of the others.
const kinds = {
  tick: (f) => process.nextTick(f),
  micro: (f) => queueMicrotask(f),
  immediate: (f) => setImmediate(f),
};
for (const outer of Object.keys(kinds)) {
  kinds[outer](() => {
    console.log(outer);
    for (const inner of Object.keys(kinds)) {
      kinds[inner](() => console.log(outer, '>', inner));
    }
  });
}
