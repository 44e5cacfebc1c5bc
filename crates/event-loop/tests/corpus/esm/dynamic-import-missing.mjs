// import() of what does not exist is a rejection.
try {
  await import('node:no-such-module');
} catch (err) {
  console.log(err.code);
}
try {
  await import('./no-such-file.mjs');
} catch (err) {
  console.log(err.code);
}
console.log('goes on');
