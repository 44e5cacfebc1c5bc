// Sorting is stable; integer keys come first, in order.
const words = ['bb', 'a', 'cc', 'd', 'ee'];
console.log(words.sort((x, y) => x.length - y.length));
console.log([10, 9, 1, undefined, 2].sort());
console.log(Object.keys({ b: 1, 2: 1, a: 1, 1: 1, '-1': 1 }));
console.log(words.toSorted().join(), words.at(-1), words.findLast(Boolean));
console.log(JSON.stringify({ u: undefined, f() {}, n: NaN, d: new Date(0) }));
