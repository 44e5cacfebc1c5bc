const EventEmitter = require('events');
const door = new EventEmitter();

door.on('knock', (who) => console.log('a listener hears', who));
door.once('knock', (who) => console.log('one that hears once:', who));
door.prependListener('knock', (who) => console.log('put first:', who));
door.on('knock', async (who) => {
  await null;
  console.log('one that awaits:', who);
});

process.nextTick(() => door.emit('knock', 'a tick'));
console.log('before emit');
door.emit('knock', 'the main module');
console.log('after emit: listeners are plain calls');
