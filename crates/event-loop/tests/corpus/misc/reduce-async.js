// An async reduce passes on promises.
const sum = [1, 2, 3].reduce(async (before, n) => {
  console.log('n', n);
  const total = await before;
  console.log('total', total);
  return total + n;
}, 0);
sum.then((total) => console.log('sum', total));
console.log('sync');
