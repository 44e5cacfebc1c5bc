// An async function runs at once until its first await.
async function f() {
  console.log('f begins');
  await g();
  console.log('f ends');
}
async function g() {
  console.log('g');
}
console.log('start');
f();
console.log('end');
