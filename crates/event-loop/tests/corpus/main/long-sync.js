// Timers that became due while the program computed run by expiry.
setTimeout(() => console.log('120 ms'), 120);
setTimeout(() => console.log('5 ms'), 5);
setImmediate(() => console.log('immediate'));
const end = Date.now() + 180;
while (Date.now() < end);
console.log('computed');
