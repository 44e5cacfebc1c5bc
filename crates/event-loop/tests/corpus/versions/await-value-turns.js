// How many turns await of a plain value takes.
(async () => {
  await 1;
  console.log('after await');
})();
let p = Promise.resolve();
for (let i = 1; i < 6; i++) p = p.then(() => console.log(i));
