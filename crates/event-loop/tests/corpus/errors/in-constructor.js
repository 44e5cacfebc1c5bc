// An error in a Promise executor is a rejection, in a thenable too.
new Promise(() => {
  throw new Error('executor');
}).catch((err) => console.log(err.message));
(async () => {
  await { get then() { throw new Error('getter'); } };
})().catch((err) => console.log(err.message));
console.log('sync');
