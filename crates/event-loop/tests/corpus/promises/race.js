// race takes what settles first; an empty race never settles.
Promise.race([]).then(() => console.log('never'));
Promise.race([new Promise(() => {}), Promise.resolve('b'), 'c']).then(
  console.log,
);
Promise.race([Promise.reject('rejected'), Promise.resolve('x')]).catch(
  console.log,
);
Promise.race([Promise.resolve('x').then((v) => v), 'direct']).then(
  console.log,
);
