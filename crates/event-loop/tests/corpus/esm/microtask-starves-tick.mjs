// Many awaits in a module all come before the first tick.
let ticked = false;
process.nextTick(() => (ticked = true));
let n = 0;
while (n < 100) {
  await null;
  n++;
}
console.log(n, ticked);
await new Promise(setImmediate);
console.log(ticked);
