// cause, AggregateError, and classes of errors.
class MyError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = 'MyError';
  }
}
const err = new MyError('outer', { cause: new Error('inner') });
console.log(String(err), err.cause.message, 'cause' in new Error('x'));
const all = new AggregateError([1, err], 'several');
console.log(all.errors.length, all.message, Object.keys(all));
console.log(err instanceof MyError, Object.prototype.toString.call(err));
