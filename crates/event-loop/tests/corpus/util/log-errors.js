// Errors without stack are shown in brackets.
const bare = (err) => {
  err.stack = undefined;
  delete err.stack;
  return err;
};
const plain = bare(new Error('plain'));
console.log(String(plain), `${new TypeError('type')}`);
console.log(Object.keys(new Error('x')), 'stack' in new Error('x'));
console.log(new Error('a').message, [new RangeError('b').name]);
console.log({ message: new Error('c').message });
console.log(new Error('', { cause: 1 }).cause, String(new Error()));
