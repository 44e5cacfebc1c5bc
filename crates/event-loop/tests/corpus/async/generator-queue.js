// Calls of next are queued and answered in order.
async function* slow() {
  console.log('starts');
  yield 'a';
  await null;
  yield 'b';
}
const it = slow();
for (let i = 0; i < 4; i++) {
  it.next().then(({ value, done }) => console.log(i, value, done));
}
console.log('asked');
