// Timers cleared before they are due never run.
const a = setTimeout(() => console.log('a'), 10);
const b = setTimeout(() => console.log('b'), 10);
setTimeout(() => console.log('c'), 10);
clearTimeout(a);
clearInterval(b);
clearTimeout(a);
clearTimeout(undefined);
clearTimeout(null);
clearTimeout({});
clearTimeout('no such timer');
clearTimeout(123456);
console.log('cleared');
