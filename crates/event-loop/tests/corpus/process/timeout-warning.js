// A delay that is too large warns; the name of the warning.
process.on('warning', (w) => console.log(w.name, w.message.split('\n')[0]));
const timer = setTimeout(() => console.log('after 1 ms'), 2 ** 40);
console.log(timer.hasRef());
