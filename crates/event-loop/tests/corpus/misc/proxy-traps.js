// A proxy sees what await and console do with it.
const seen = [];
const proxy = new Proxy({ a: 1 }, {
  get(target, key) {
    seen.push(String(key));
    return target[key];
  },
  has: (target, key) => (seen.push(`has ${String(key)}`), key in target),
});
(async () => {
  const value = await proxy;
  console.log(value === proxy, 'a' in proxy, proxy.a);
  console.log(seen);
})();
