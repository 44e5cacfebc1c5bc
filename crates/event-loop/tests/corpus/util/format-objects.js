// %s of objects, functions, classes and dates.
class A {
  toString() {
    return 'I am A';
  }
}
console.log('%s|%s|%s', new A(), class B {}, () => 1);
console.log('%s', { toString: () => 'own' });
console.log('%s|%s', [1, 'a', { b: 2 }], { a: { b: { c: 1 } } });
console.log('%s', new Date(0));
console.log('%i %f', 'abc', 'abc');
console.log('%j', { toJSON: () => 'json' });
