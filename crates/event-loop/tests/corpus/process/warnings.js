// Warnings go to standard error, and to listeners in a tick.
process.on('warning', (w) => console.log('warning', w.name, w.message));
process.emitWarning('plain');
process.emitWarning('custom', 'CustomWarning', 'C1');
process.emitWarning(new RangeError('as error'));
process.nextTick(() => console.log('tick'));
console.log('sync');
