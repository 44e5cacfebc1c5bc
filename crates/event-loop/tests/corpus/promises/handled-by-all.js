// all handles the rejections it did not report.
process.on('unhandledRejection', (reason) => console.log('un', reason));
const later = (x) => new Promise((_, reject) => setImmediate(reject, x));
Promise.all([later('a'), later('b'), later('c')]).catch((reason) =>
  console.log('caught', reason),
);
Promise.race([later('d'), later('e')]).catch((r) => console.log('race', r));
