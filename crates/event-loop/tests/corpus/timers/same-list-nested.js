// A timer of the same duration set in a callback waits for a later pass.
setTimeout(() => {
  console.log('a');
  setTimeout(() => console.log('c'), 5);
}, 5);
setTimeout(() => console.log('b'), 5);
const end = Date.now() + 20;
while (Date.now() < end);
