// throw resumes at the yield; the generator may go on.
async function* f() {
  while (true) {
    try {
      yield 'ready';
    } catch (err) {
      console.log('inside', err.message);
      if (err.message === 'stop') return 'stopped';
    }
  }
}
(async () => {
  const it = f();
  console.log((await it.next()).value);
  console.log((await it.throw(new Error('go on'))).value);
  console.log(await it.throw(new Error('stop')));
  await it.throw(new Error('finished')).catch((e) => console.log(e.message));
})();
