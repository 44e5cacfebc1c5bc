// assert throws AssertionErrors.
const assert = require('assert');
for (const f of [
  () => assert(0, 'not true'),
  () => assert.strictEqual(1, 2, 'not the same'),
  () => assert.deepStrictEqual({ a: 1 }, { a: 1 }),
  () => assert.throws(() => {}, undefined, 'must throw'),
  () => assert.throws(() => { throw new Error('x'); }, /x/),
  () => assert.fail('failed'),
]) {
  try {
    f();
    console.log('fine');
  } catch (err) {
    console.log(err.name, err.code, err.message);
  }
}
assert.rejects(async () => 1).catch((err) => console.log(err.message));
