// Async methods, arrows, and what this and arguments are after an await.
class Counter {
  #n = 0;
  async add(by) {
    await null;
    this.#n += by;
    return [this.#n, arguments.length];
  }
  static async make() {
    return new this();
  }
}
(async () => {
  const counter = await Counter.make();
  console.log(await counter.add(2, 'more'));
  console.log(await Promise.all([counter.add(1), counter.add(1)]));
})();
