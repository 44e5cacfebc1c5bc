// A runner that makes a generator work like an async function.
function run(f) {
  return new Promise((resolve, reject) => {
    const it = f();
    const step = (how, value) => {
      let result;
      try {
        result = it[how](value);
      } catch (err) {
        return reject(err);
      }
      if (result.done) return resolve(result.value);
      Promise.resolve(result.value).then(
        (v) => step('next', v),
        (e) => step('throw', e),
      );
    };
    step('next');
  });
}
run(function* () {
  console.log(yield 1, yield new Promise((r) => setImmediate(r, 'later')));
  try {
    yield Promise.reject(new Error('caught inside'));
  } catch (err) {
    console.log(err.message);
  }
  return 'result';
}).then(console.log);
console.log('sync');
