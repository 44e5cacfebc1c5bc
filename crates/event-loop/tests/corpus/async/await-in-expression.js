// The left side is read before the await, so that an update is lost.
let total = 0;
const add = async (n) => {
  total = total + (await n);
};
const addLater = async (n) => {
  total = (await n) + total;
};
(async () => {
  await Promise.all([add(1), add(2)]);
  console.log(total);
  await Promise.all([addLater(10), addLater(20)]);
  console.log(total);
})();
