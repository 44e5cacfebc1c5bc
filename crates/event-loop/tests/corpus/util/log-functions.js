// console.log of functions and classes.
console.log(function named() {}, () => {}, async () => {});
console.log(function* gen() {}, async function* agen() {});
console.log(class A {}, class B extends Array {}, class {});
console.log(Object.assign(function f() {}, { a: 1 }));
console.log(Math.max, Symbol, Promise);
console.log([function f() {}], { f() {} });
