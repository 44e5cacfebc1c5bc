// Only the first call of a thenable counts, errors after it are lost.
const thenable = {
  then(resolve, reject) {
    resolve('first');
    reject(new Error('second'));
    resolve('third');
    throw new Error('fourth');
  },
};
Promise.resolve(thenable).then(console.log, console.log);
const throws = {
  then() {
    throw new Error('thrown by then');
  },
};
Promise.resolve(throws).catch((err) => console.log(err.message));
