// A timer without reference does not keep the program running.
const timer = setTimeout(() => console.log('never'), 60_000);
console.log(timer.hasRef());
console.log(timer.unref() === timer);
console.log(timer.hasRef());
process.on('exit', (code) => console.log('exit', code));
