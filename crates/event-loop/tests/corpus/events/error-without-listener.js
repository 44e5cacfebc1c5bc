// An error event without listener is thrown out of emit.
const EventEmitter = require('events');
const e = new EventEmitter();
try {
  e.emit('error', new Error('thrown'));
} catch (err) {
  console.log('caught', err.message);
}
try {
  e.emit('error', 'text');
} catch (err) {
  console.log(err.code, err.message);
}
process.on('exit', (code) => console.log('exit', code));
process.nextTick(() => e.emit('error', new Error('fatal')));
