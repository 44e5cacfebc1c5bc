// Timers set from a microtask of an immediate; the loop goes round once.
setImmediate(() => {
  Promise.resolve().then(() => {
    console.log('micro of immediate');
    setTimeout(() => console.log('timeout'), 1);
    const end = Date.now() + 10;
    while (Date.now() < end);
  });
  setImmediate(() => console.log('nested immediate'));
});
