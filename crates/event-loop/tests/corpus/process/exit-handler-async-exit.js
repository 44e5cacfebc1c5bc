// After process.exit the microtasks of an exit handler do not run.
process.on('exit', async () => {
  console.log('exit begins');
  await null;
  console.log('never');
});
setImmediate(() => process.exit());
