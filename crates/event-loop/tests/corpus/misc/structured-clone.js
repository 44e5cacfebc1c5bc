// structuredClone copies deeply, keeps cycles, and refuses functions.
const map = new Map([[1, { a: 1 }]]);
const original = { date: new Date(0), map, list: [1] };
original.self = original;
const copy = structuredClone(original);
console.log(copy !== original, copy.self === copy, copy.list, copy.map);
console.log(copy.date instanceof Date, structuredClone(new Set(['x'])));
try {
  structuredClone({ f() {} });
} catch (err) {
  console.log(err.name, err.code);
}
class Point {}
console.log(structuredClone(new Point()) instanceof Point);
