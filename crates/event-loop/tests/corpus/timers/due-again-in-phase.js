// libuv looks at its timer again before it goes on to the next phase.
const busy = (ms) => {
  const from = Date.now();
  while (Date.now() - from < ms);
};
setTimeout(() => {
  setTimeout(() => console.log('first'), 1);
  busy(5);
  queueMicrotask(() => {
    setTimeout(() => console.log('second'), 2);
    busy(5);
  });
  setImmediate(() => console.log('immediate'));
}, 45);
