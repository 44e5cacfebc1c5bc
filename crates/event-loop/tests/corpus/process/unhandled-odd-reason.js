// A reason that is not an error gets an error made for it.
process.on('uncaughtException', (err) => {
  console.log(err.code);
  console.log(err.message);
});
Promise.reject(42);
Promise.reject();
Promise.reject({ a: 1 });
