// A timer that becomes due while a callback computes waits for another pass.
setImmediate(() => console.log('immediate'));
setTimeout(() => {
  console.log('first');
  const end = Date.now() + 250;
  while (Date.now() < end);
}, 1);
setTimeout(() => console.log('second'), 150);
const end = Date.now() + 5;
while (Date.now() < end);
