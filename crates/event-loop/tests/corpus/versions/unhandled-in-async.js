// An async function rejects; an uncaughtException handler is there.
process.on('uncaughtException', (err, origin) => {
  console.log('caught', err.message, typeof origin);
});
(async () => {
  await null;
  throw new Error('async');
})();
setImmediate(() => console.log('immediate'));
