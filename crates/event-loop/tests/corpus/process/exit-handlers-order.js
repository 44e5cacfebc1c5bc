// exit handlers in order, one put in front, one removed.
const removed = () => console.log('never');
process.on('exit', () => console.log('a'));
process.on('exit', removed);
process.prependListener('exit', () => console.log('front'));
process.once('exit', () => console.log('once'));
process.off('exit', removed);
