// console.log of proxies, generators, and odd objects.
console.log(new Proxy({ a: 1 }, {}), new Proxy(function f() {}, {}));
console.log((function* g() {})(), (async function* () {})());
console.log(Object.freeze({ a: 1 }), Object.defineProperty({}, 'h', {
  value: 1,
}));
console.log(Symbol('a').description, [Symbol('')]);
console.log(new (function Old() { this.a = 1; })());
