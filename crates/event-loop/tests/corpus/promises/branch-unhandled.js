// Of two branches only the one without catch is unhandled.
process.on('unhandledRejection', (reason, promise) => {
  console.log('un', reason, promise === branch, promise === p);
});
const p = Promise.reject('reason');
const branch = p.then(() => console.log('never'));
p.catch((reason) => console.log('caught', reason));
