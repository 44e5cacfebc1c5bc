// An error of a module after an await is a rejection; a handler takes it.
process.on('uncaughtException', (err, origin) => {
  console.log('caught', err.message, origin);
});
setImmediate(() => console.log('immediate'));
await null;
throw new Error('module');
