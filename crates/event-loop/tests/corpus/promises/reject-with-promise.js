// reject does not follow a promise, it takes it as the reason.
const inner = Promise.resolve('inner');
new Promise((_, reject) => reject(inner)).catch(async (reason) => {
  console.log(reason === inner, await reason);
});
Promise.reject({ then: () => console.log('never') }).catch((reason) =>
  console.log(typeof reason.then),
);
