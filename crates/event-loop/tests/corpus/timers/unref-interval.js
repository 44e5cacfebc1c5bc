// An interval without reference stops when nothing else is left.
const interval = setInterval(() => console.log('never'), 30_000).unref();
setImmediate(() => console.log('immediate', interval.hasRef()));
process.on('beforeExit', () => console.log('beforeExit'));
