// A promise resolved with itself is rejected.
let resolve;
const p = new Promise((r) => (resolve = r));
resolve(p);
p.catch((err) => console.log('p', err.name));
const q = Promise.resolve().then(() => q);
q.catch((err) => console.log('q', err.name));
