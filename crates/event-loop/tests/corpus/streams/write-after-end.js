// A write after end is an error event, and calls back with it.
const { Writable } = require('stream');
const writable = new Writable({ write: (c, e, callback) => callback() });
writable.on('error', (err) => console.log('error', err.code));
writable.on('close', () => console.log('close'));
writable.end('x');
writable.write('late', (err) => console.log('callback', err.code));
console.log('sync');
