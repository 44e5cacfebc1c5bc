// for await at the top of a module.
async function* gen() {
  yield 1;
  await new Promise(setImmediate);
  yield 2;
}
setImmediate(() => console.log('immediate'));
for await (const n of gen()) console.log(n);
console.log('end');
