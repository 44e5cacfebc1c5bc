// toPrimitive, toStringTag, hasInstance, iterator and species.
const o = {
  [Symbol.toPrimitive]: (hint) => hint,
  get [Symbol.toStringTag]() {
    return 'Tagged';
  },
};
console.log(`${o}`, o + '', +o, Object.prototype.toString.call(o));
class Even {
  static [Symbol.hasInstance](n) {
    return n % 2 === 0;
  }
}
console.log(2 instanceof Even, 3 instanceof Even);
console.log([...{ *[Symbol.iterator]() { yield* 'ab'; } }]);
