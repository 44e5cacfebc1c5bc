// Does an unhandled rejection end the program?
process.on('exit', (code) => console.log('exit', code));
setTimeout(() => console.log('timeout'), 20);
Promise.reject(new Error('unhandled'));
process.nextTick(() => console.log('tick'));
