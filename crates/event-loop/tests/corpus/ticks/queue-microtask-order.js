// queueMicrotask and promise reactions share one queue.
queueMicrotask(() => console.log(1));
Promise.resolve().then(() => console.log(2));
queueMicrotask(() => console.log(3));
(async () => {
  await null;
  console.log(4);
})();
queueMicrotask(() => console.log(5));
