// Ticks and microtasks take turns when each queues the other.
function tick(n) {
  console.log('tick', n);
  if (n < 3) queueMicrotask(() => micro(n + 1));
}
function micro(n) {
  console.log('micro', n);
  if (n < 3) process.nextTick(tick, n);
}
process.nextTick(tick, 0);
queueMicrotask(() => micro(10));
