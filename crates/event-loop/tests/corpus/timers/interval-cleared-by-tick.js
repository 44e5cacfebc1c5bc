// An interval is cleared by a tick of its own callback.
let n = 0;
const interval = setInterval(() => {
  n++;
  console.log('interval', n);
  process.nextTick(() => {
    if (n === 2) clearInterval(interval);
    console.log('tick', n);
  });
  Promise.resolve().then(() => console.log('micro', n));
}, 2);
