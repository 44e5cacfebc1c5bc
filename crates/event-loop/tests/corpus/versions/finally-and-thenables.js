// Turns of finally, of a thenable, and of a promise that is returned.
Promise.resolve('f').finally(() => {}).then(() => console.log('finally'));
Promise.resolve({ then: (f) => f() }).then(() => console.log('thenable'));
Promise.resolve().then(() => Promise.resolve()).then(() => console.log('p'));
(async () => {
  await { then: (f) => f() };
  console.log('await of thenable');
})();
let p = Promise.resolve();
for (let i = 1; i < 8; i++) p = p.then(() => console.log(i));
