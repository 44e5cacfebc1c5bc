// try, catch and finally with an await in each.
(async () => {
  try {
    console.log('try', await 1);
    await Promise.reject(new Error('rejected'));
  } catch (err) {
    console.log('catch', err.message, await 2);
  } finally {
    console.log('finally', await 3);
  }
  console.log('after');
})();
let counted = Promise.resolve();
for (let i = 1; i < 7; i++) counted = counted.then(() => console.log(i));
