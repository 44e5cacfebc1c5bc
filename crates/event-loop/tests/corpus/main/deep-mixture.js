// Ticks, microtasks and awaits that set each other, three deep.
const order = [];
const log = (x) => order.push(x);
async function deep(name, n) {
  if (n === 0) return log(name);
  process.nextTick(log, `${name}${n}t`);
  await deep(name, n - 1);
  log(`${name}${n}a`);
  queueMicrotask(() => log(`${name}${n}m`));
}
deep('x', 3);
deep('y', 2);
process.nextTick(() => deep('z', 1));
setImmediate(() => console.log(order.join(' ')));
