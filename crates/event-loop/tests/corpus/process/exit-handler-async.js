// At a natural end the microtasks of an exit handler still run.
process.on('exit', async () => {
  console.log('exit begins');
  await null;
  console.log('after an await');
});
setImmediate(() => console.log('immediate'));
