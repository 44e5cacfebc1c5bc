// A rejected top-level await is caught like any error.
try {
  await Promise.reject(new Error('rejected'));
} catch (err) {
  console.log(err.message);
} finally {
  console.log('finally');
}
