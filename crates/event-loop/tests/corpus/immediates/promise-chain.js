// A whole promise chain fits between two immediates.
setImmediate(() => {
  let chain = Promise.resolve();
  for (let i = 0; i < 5; i++) chain = chain.then(() => console.log('then', i));
});
setImmediate(() => console.log('second immediate'));
