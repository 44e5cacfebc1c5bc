// beforeExit resolves what the module waits for.
let resolve;
const gate = new Promise((r) => (resolve = r));
process.once('beforeExit', () => {
  console.log('beforeExit');
  resolve('rescued');
});
console.log('waiting');
console.log(await gate);
