// A tower of promises resolved with promises unwinds level by level.
let p = Promise.resolve('bottom');
for (let i = 0; i < 3; i++) {
  const inner = p;
  p = new Promise((resolve) => resolve(inner));
  p.then((value) => console.log('level', i, value));
}
let counted = Promise.resolve();
for (let i = 1; i < 12; i++) counted = counted.then(() => console.log(i));
