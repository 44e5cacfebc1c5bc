// A tick set between two awaits waits until the microtasks are done.
(async () => {
  await null;
  process.nextTick(() => console.log('tick'));
  console.log('after first');
  await null;
  console.log('after second');
  await new Promise((resolve) => process.nextTick(resolve));
  console.log('after tick');
})();
