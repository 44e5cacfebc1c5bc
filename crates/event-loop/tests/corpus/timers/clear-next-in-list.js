// A callback clears the next timer of its own list, though it is due.
setTimeout(() => {
  console.log('a');
  clearTimeout(b);
}, 5);
const b = setTimeout(() => console.log('b'), 5);
setTimeout(() => console.log('c'), 5);
const end = Date.now() + 20;
while (Date.now() < end);
