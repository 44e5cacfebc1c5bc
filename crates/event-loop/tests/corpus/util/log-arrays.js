// console.log of arrays: holes, long ones, extra keys.
console.log([], [1, 2, 3], [, 1, , , 2], new Array(3));
console.log(Array.from({ length: 30 }, (_, i) => i));
console.log(Array.from({ length: 120 }, (_, i) => i));
console.log(Object.assign([1], { key: 'value', '-1': 0 }));
console.log([['a', 'b'], [{ c: 1 }], [[]]]);
console.log(['a long enough text', 'another long text', 'a third one here',
  'and a fourth one']);
