// An error in a listener leaves emit; the later listeners do not run.
const EventEmitter = require('events');
const e = new EventEmitter();
e.on('x', () => {
  throw new Error('listener');
});
e.on('x', () => console.log('never'));
try {
  e.emit('x');
} catch (err) {
  console.log(err.message);
}
