// How functions, classes and circular objects are shown.
const loop = { n: 1 };
loop.self = loop;
console.log(loop);
console.log(class A {}, class B extends Array {}, function f() {}, () => {});
console.log(new Map([['a', 1]]), [undefined, , 3], new (class X {})());
console.log(Array.from({ length: 20 }, (_, i) => i * 7));
console.log({ a: 'x'.repeat(30), b: { c: { d: {} } } });
console.log([1.5, -0], "it's", ["it's"], new Date(0), Symbol('s'));
