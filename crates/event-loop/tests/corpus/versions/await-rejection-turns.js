// How many turns until a rejected await is caught.
(async () => {
  try {
    await Promise.reject(new Error('no'));
  } catch (err) {
    console.log('caught', err.message);
  }
})();
let p = Promise.resolve();
for (let i = 1; i < 6; i++) p = p.then(() => console.log(i));
