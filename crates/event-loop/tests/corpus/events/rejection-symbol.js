// A method named by a symbol takes captured rejections.
const EventEmitter = require('events');
class Taker extends EventEmitter {
  constructor() {
    super({ captureRejections: true });
  }
  [Symbol.for('nodejs.rejection')](err, name, ...args) {
    console.log('taken', err.message, name, args);
  }
}
const t = new Taker();
t.on('x', async () => {
  throw new Error('oops');
});
t.emit('x', 1, 2);
