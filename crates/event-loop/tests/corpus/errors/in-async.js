// A rejected async function ends the program.
(async () => {
  console.log('begin');
  await null;
  try {
    throw new Error('async');
  } finally {
    console.log('finally');
  }
})();
setImmediate(() => console.log('never'));
