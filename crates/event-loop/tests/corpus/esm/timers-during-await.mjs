// Timers and immediates run while the module waits.
setImmediate(() => console.log('immediate'));
setTimeout(() => console.log('short'), 150);
await new Promise((resolve) => setTimeout(resolve, 300));
console.log('module goes on');
