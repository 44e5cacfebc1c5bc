// A timer set in a callback that then computes is not for this pass.
setTimeout(() => {
  console.log('a');
  setTimeout(() => console.log('new'), 1);
  setImmediate(() => console.log('immediate'));
  const end = Date.now() + 20;
  while (Date.now() < end);
}, 1);
setTimeout(() => console.log('b'), 1);
const end = Date.now() + 15;
while (Date.now() < end);
