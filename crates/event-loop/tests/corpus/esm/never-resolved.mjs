// A top-level await that is never resolved ends with code 13.
process.on('exit', (code) => console.log('exit', code));
process.nextTick(() => console.log('tick'));
console.log('before');
await new Promise(() => {});
console.log('never');
