// A top-level await that rejects ends the program with code 1.
setTimeout(() => console.log('never'), 50);
process.on('exit', (code) => console.log('exit', code));
console.log('before');
await Promise.reject(new Error('fatal'));
console.log('never');
