// The capture callback takes errors instead of the event.
process.setUncaughtExceptionCaptureCallback((err) => {
  console.log('captured', err.message);
});
process.on('uncaughtException', () => console.log('never'));
console.log(process.hasUncaughtExceptionCaptureCallback());
setImmediate(() => {
  throw new Error('immediate');
});
setImmediate(() => console.log('next'));
