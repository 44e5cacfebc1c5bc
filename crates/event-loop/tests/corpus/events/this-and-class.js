// A class that extends EventEmitter; this in listeners.
const EventEmitter = require('events');
class Door extends EventEmitter {
  open() {
    this.emit('open', this.constructor.name);
    return this;
  }
}
const door = new Door();
door.on('open', function (name) {
  console.log(name, this === door);
});
door.on('open', () => console.log(this === module.exports));
door.open().open();
