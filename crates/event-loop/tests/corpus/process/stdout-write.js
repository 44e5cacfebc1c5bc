// process.stdout.write, its callback, and console.log.
process.stdout.write('a ', () => console.log('written'));
console.log(process.stdout.write('b '));
process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('immediate'));
