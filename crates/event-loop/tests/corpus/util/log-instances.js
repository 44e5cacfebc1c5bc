// console.log of instances of classes.
class Point {
  #hidden = 1;
  constructor(x) {
    this.x = x;
  }
  get double() {
    return this.x * 2;
  }
}
class Sub extends Point {}
console.log(new Point(1), new Sub(2), [new Point(3)]);
console.log(new (class {})(), new (class extends Map {})());
console.log(Object.create(Point.prototype));
class Tagged {
  get [Symbol.toStringTag]() {
    return 'Tag';
  }
}
console.log(new Tagged());
