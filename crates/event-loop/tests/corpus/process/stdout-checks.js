// What can be written, and what cannot.
for (const bad of [1, null, undefined, {}, ['a'], true, Symbol('s')]) {
  try {
    process.stdout.write(bad);
  } catch (err) {
    console.log(err.name, err.code, err.message);
  }
}
try {
  process.stdout.write('a', 'no-encoding');
} catch (err) {
  console.log(err.code, err.message);
}
process.stdout.write('first ', () => console.log('written'));
process.stdout.write(new Uint8Array([0x79, 0xc3, 0xa9, 10]), () => console.log('bytes written'));
process.stdout.write('68690a', 'hex');
console.log(process.stdout.write('b\n', 'utf8', () => console.log('b written')), process.stdout.fd, process.stderr.fd);
console.log(process.stdout.isTTY, process.stdout.columns, 'columns' in process.stdout);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('microtask'));
