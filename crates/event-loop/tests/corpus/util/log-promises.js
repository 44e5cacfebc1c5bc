// console.log of promises in each state.
const failed = Promise.reject(3);
failed.catch(() => {});
console.log(Promise.resolve(1), new Promise(() => {}), failed);
console.log([Promise.resolve({ a: 1 })], (async () => {})());
console.log(Promise.resolve('x').then((x) => x));
class Sub extends Promise {}
console.log(Sub.resolve(1));
