// process.exit inside a promise reaction.
process.exitCode = 7;
Promise.resolve()
  .then(() => {
    console.log('then');
    process.exit();
  })
  .finally(() => console.log('never'));
