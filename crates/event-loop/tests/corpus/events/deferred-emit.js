// An emit in a constructor is early; one in a tick finds its listener.
const EventEmitter = require('events');
class Thing extends EventEmitter {
  constructor() {
    super();
    this.emit('ready', 'early');
    process.nextTick(() => this.emit('ready', 'tick'));
    setImmediate(() => this.emit('ready', 'immediate'));
  }
}
new Thing().on('ready', (when) => console.log('ready', when));
console.log('constructed');
