// An interval and a timeout of one duration share a list.
let n = 0;
const interval = setInterval(() => {
  console.log('interval', ++n);
  if (n === 2) clearInterval(interval);
}, 30);
setTimeout(() => console.log('timeout'), 30);
