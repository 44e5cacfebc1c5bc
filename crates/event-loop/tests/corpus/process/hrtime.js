// hrtime and uptime go forward, and have these types.
const a = process.hrtime();
const b = process.hrtime.bigint();
console.log(Array.isArray(a), a.length, typeof b);
console.log(process.hrtime.bigint() >= b, process.hrtime(a)[0] < 60);
console.log(process.uptime() > 0, typeof process.pid, process.title !== '');
console.log(process.version.startsWith('v'), process.release.name);
