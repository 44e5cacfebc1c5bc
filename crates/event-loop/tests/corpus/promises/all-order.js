// all keeps the order of its input, whatever settles first.
const late = (value, ms) =>
  new Promise((resolve) => setTimeout(() => {
    console.log('settle', value);
    resolve(value);
  }, ms));
Promise.all([late('a', 100), 'b', late('c', 1), Promise.resolve('d')]).then(
  (values) => console.log(values.join()),
);
Promise.all([]).then((values) => console.log('empty', values.length));
