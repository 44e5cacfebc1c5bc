// The error of destroy without a listener ends the program.
const { Writable } = require('stream');
const writable = new Writable({ write() {} });
writable.on('close', () => console.log('close: never?'));
writable.destroy(new Error('broken'));
process.nextTick(() => console.log('tick: never?'));
console.log('sync');
