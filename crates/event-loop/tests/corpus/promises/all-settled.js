// allSettled describes each outcome.
Promise.allSettled([
  Promise.resolve(1),
  Promise.reject('no'),
  3,
  { then: (resolve, reject) => reject('thenable') },
]).then((results) => {
  for (const r of results) console.log(r.status, r.value, r.reason);
});
