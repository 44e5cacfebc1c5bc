// A tick between two due timers clears the second of them.
setTimeout(() => {
  console.log('a');
  process.nextTick(() => {
    console.log('tick');
    clearTimeout(b);
  });
}, 5);
const b = setTimeout(() => console.log('b'), 5);
setTimeout(() => console.log('c'), 5);
const end = Date.now() + 20;
while (Date.now() < end);
