// An error at the top of a module ends the program with code 1.
process.nextTick(() => console.log('tick: never'));
queueMicrotask(() => console.log('micro'));
process.on('exit', (code) => console.log('exit', code));
throw new Error('fatal');
