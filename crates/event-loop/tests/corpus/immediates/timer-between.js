// A timer that is due after the immediates runs before the nested ones.
setImmediate(() => {
  console.log('immediate');
  setTimeout(() => console.log('timeout'), 1);
  setImmediate(() => console.log('nested'));
  const end = Date.now() + 10;
  while (Date.now() < end);
});
