// The getter of then is read at once, exactly once, and may throw.
let reads = 0;
const counted = {
  get then() {
    console.log('read', ++reads);
    return (resolve) => resolve('counted');
  },
};
const broken = {
  get then() {
    throw new Error('no then');
  },
};
Promise.resolve(counted).then(console.log);
Promise.resolve(broken).catch((err) => console.log(err.message));
console.log('sync', reads);
