// The executor runs at once, and what follows resolve still runs.
console.log('before');
new Promise((resolve) => {
  console.log('executor');
  resolve();
  console.log('after resolve');
}).then(() => console.log('then'));
console.log('after');
