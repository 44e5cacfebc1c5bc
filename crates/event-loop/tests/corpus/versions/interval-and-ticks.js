// Two intervals that are due together, with ticks and an end in one.
let n = 0;
const a = setInterval(() => {
  console.log('a', ++n);
  process.nextTick(() => {
    console.log('tick', n);
    clearInterval(b);
  });
  clearInterval(a);
}, 3);
const b = setInterval(() => {
  console.log('b');
  clearInterval(b);
}, 3);
const end = Date.now() + 20;
while (Date.now() < end);
