// A thenable's then is called in a microtask of its own.
const thenable = {
  then(resolve) {
    console.log('then is called');
    resolve('value');
    console.log('then returns');
  },
};
Promise.resolve(thenable).then(console.log);
queueMicrotask(() => console.log('micro'));
console.log('sync');
