// return of a promise takes three turns, return await one and then one.
const counter = () => {
  let counted = Promise.resolve();
  for (let i = 1; i < 6; i++) counted = counted.then(() => console.log(i));
};
(async () => Promise.resolve())().then(() => console.log('return promise'));
(async () => await Promise.resolve())().then(() => console.log('await'));
(async () => 1)().then(() => console.log('return value'));
counter();
