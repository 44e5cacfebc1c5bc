// An uncaught error in an I/O callback ends the program.
require('fs').readFile('data.txt', (err, data) => {
  console.log(data.length);
  process.nextTick(() => console.log('never'));
  throw new Error('callback');
});
process.on('exit', (code) => console.log('exit', code));
