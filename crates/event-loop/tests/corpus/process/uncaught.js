// An uncaught error at the top, handled: the rest of the program is lost.
process.on('uncaughtException', (err, origin) => {
  console.log('caught', err.message, origin);
});
process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('immediate'));
Promise.resolve().then(() => console.log('micro'));
throw new Error('top');
