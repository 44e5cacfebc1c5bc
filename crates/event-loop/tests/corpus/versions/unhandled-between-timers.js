// When does the event for a rejection left by a timer come?
process.on('unhandledRejection', (reason) => console.log('un', reason));
setTimeout(() => {
  console.log('a');
  Promise.reject('of a');
}, 1);
setTimeout(() => console.log('b'), 1);
const end = Date.now() + 20;
while (Date.now() < end);
