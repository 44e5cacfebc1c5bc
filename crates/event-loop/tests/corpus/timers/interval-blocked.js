// An interval that was held up for three periods runs only once at once.
let n = 0;
const interval = setInterval(() => {
  console.log('interval', ++n);
  if (n === 3) clearInterval(interval);
  if (n > 1) return;
  const end = Date.now() + 250;
  while (Date.now() < end);
  setTimeout(() => console.log('timeout', n), 20);
}, 80);
