// An interval whose callback computes for longer than its period.
let n = 0;
const interval = setInterval(() => {
  n++;
  if (n === 1) {
    const end = Date.now() + 100;
    while (Date.now() < end);
  }
  console.log('interval', n);
  if (n === 3) clearInterval(interval);
}, 10);
