// A promise settles once.
new Promise((resolve, reject) => {
  resolve('first');
  reject(new Error('second'));
  throw new Error('third');
}).then(console.log);
new Promise((resolve, reject) => {
  reject('rejected');
  resolve('never');
}).catch(console.log);
new Promise(() => {
  throw 'thrown';
}).catch(console.log);
