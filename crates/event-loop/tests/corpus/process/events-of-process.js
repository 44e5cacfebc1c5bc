// process is an EventEmitter; an emitted exit ends nothing.
const EventEmitter = require('events');
console.log(process instanceof EventEmitter);
process.once('exit', (code) => console.log('exit', code));
process.emit('exit', 'by hand');
process.on('custom', (...args) => console.log('custom', args));
process.emit('custom', 1, 2);
console.log('goes on');
