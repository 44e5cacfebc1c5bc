// console.log of plain objects.
console.log({}, { a: 1, 'b-c': 2, 3: 'x', [Symbol('k')]: true });
console.log({ a: { b: { c: { d: 1 } } } }, { a: [[[[1]]]] });
console.log(Object.create(null), Object.create({ a: 1 }));
console.log({ get a() { return 1; }, set b(x) {}, get c() { return 1; },
  set c(x) {} });
console.log({ f() {}, g: () => {}, h: class {}, i: async () => {} });
console.log({ __proto__: { x: 1 }, own: 1 });
const loop = { name: 'loop' };
loop.self = loop;
console.log(loop);
