// One of everything, after an I/O callback, where the order is sure.
require('fs').readFile('data.txt', async () => {
  setTimeout(() => console.log(8), 1);
  setImmediate(() => {
    console.log(6);
    process.nextTick(() => console.log(7));
    const end = Date.now() + 20;
    while (Date.now() < end);
  });
  process.nextTick(() => console.log(2));
  queueMicrotask(() => {
    console.log(3);
    process.nextTick(() => console.log(5));
  });
  console.log(1);
  await null;
  console.log(4);
});
