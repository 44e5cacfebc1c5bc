// While the module waits for ever, process.exit gives another code.
setTimeout(() => {
  console.log('timeout');
  process.exit(4);
}, 5);
await new Promise(() => {});
