// A rejection that nobody handles, while the module waits.
process.on('exit', (code) => console.log('exit', code));
Promise.reject(new Error('stray'));
console.log('before');
await null;
console.log('after a microtask');
await new Promise((resolve) => setTimeout(resolve, 10));
console.log('never');
