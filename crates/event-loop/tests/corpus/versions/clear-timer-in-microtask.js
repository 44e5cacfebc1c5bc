// Can a microtask of one timer clear the next due one?
setTimeout(() => {
  console.log('a');
  Promise.resolve().then(() => clearTimeout(b));
}, 1);
const b = setTimeout(() => console.log('b'), 1);
setTimeout(() => console.log('c'), 1);
const end = Date.now() + 20;
while (Date.now() < end);
