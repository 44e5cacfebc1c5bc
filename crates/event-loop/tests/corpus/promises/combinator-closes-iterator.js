// A combinator closes its iterator when Promise.resolve throws.
const iterable = {
  [Symbol.iterator]: () => ({
    next: () => ({ value: 1, done: false }),
    return() {
      console.log('return');
      return {};
    },
  }),
};
class Bad extends Promise {
  static resolve() {
    throw new Error('resolve');
  }
}
Bad.all(iterable).catch((err) => console.log('all', err.message));
Bad.race(iterable).catch((err) => console.log('race', err.message));
