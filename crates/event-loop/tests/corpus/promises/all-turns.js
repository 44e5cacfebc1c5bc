// In which turn all resolves, for none, values and promises.
Promise.all([]).then(() => console.log('none'));
Promise.all([1, 2]).then(() => console.log('values'));
Promise.all([Promise.resolve(1)]).then(() => console.log('promise'));
Promise.race([1]).then(() => console.log('race'));
Promise.allSettled([1]).then(() => console.log('allSettled'));
Promise.any([1]).then(() => console.log('any'));
let counted = Promise.resolve();
for (let i = 1; i < 6; i++) counted = counted.then(() => console.log(i));
