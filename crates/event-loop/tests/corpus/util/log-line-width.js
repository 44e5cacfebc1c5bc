// Objects are put on one line up to 72 characters.
console.log({ alpha: 'aaaaaaaaaaaaaaaa', beta: 'bbbbbbbbbbbbbbbbbbbbbb' });
console.log({ alpha: 'aaaaaaaaaaaaaaaaaaaaaaaaaaa',
  beta: 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', c: 1 });
console.log({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 });
console.log({ a: { b: { c: {} } }, list: [{ x: 1, y: { z: 2 } }] });
console.log({ text: 'x'.repeat(100) });
