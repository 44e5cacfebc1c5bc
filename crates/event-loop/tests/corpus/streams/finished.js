// finished tells of the end, and of one that came too early.
const { finished, Readable } = require('stream');
const whole = Readable.from(['a']);
finished(whole, (err) => console.log('whole', err));
whole.resume();
const early = new Readable({ read() {} });
finished(early, (err) => console.log('early', err.code));
early.destroy();
const failed = new Readable({ read() {} });
finished(failed, (err) => console.log('failed', err.message));
failed.destroy(new Error('broken'));
