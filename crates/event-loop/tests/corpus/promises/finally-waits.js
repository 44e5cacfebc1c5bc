// finally waits for the promise that its callback returns.
Promise.resolve('value')
  .finally(() => new Promise((resolve) => setTimeout(() => {
    console.log('cleaned');
    resolve();
  }, 5)))
  .then(console.log);
setImmediate(() => console.log('immediate'));
