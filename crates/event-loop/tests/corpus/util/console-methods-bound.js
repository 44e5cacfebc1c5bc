// Methods of the console work without it.
const { log } = console;
log('bound');
[1, 2].forEach(console.log);
setImmediate(console.log, 'immediate');
process.nextTick(console.log.bind(null, 'tick'));
Promise.resolve('promise').then(console.log);
