// Arguments are evaluated from left to right across awaits.
const log = (x) => (console.log('evaluate', x), x);
const f = (...args) => console.log('call', args.join());
(async () => {
  f(log(1), await log(2), log(3), await Promise.resolve(log(4)));
  const o = { [await log('key')]: await log('value') };
  console.log(o);
  const [a, b = await log('default')] = [await log('a')];
  console.log(a, b, `${await log('t')}${log('u')}`);
})();
