// return await of a promise against return of it.
const f = async () => {
  return Promise.resolve();
};
const g = async () => {
  return await Promise.resolve();
};
f().then(() => console.log('return'));
g().then(() => console.log('return await'));
let p = Promise.resolve();
for (let i = 1; i < 8; i++) p = p.then(() => console.log(i));
