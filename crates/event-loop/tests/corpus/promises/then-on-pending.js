// Reactions of one promise run in the order in which they were added.
let resolve;
const p = new Promise((r) => (resolve = r));
p.then(() => console.log('first'));
p.then(() => console.log('second')).then(() => console.log('of second'));
p.then(() => {
  console.log('third');
  p.then(() => console.log('added late'));
});
resolve();
p.then(() => console.log('fourth'));
console.log('sync');
