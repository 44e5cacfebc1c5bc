// Is an exit code that is a text refused?
process.on('exit', (code) => console.log('exit', typeof code, code));
try {
  process.exitCode = 'three';
  console.log('taken');
} catch (err) {
  console.log(err.name, err.code);
}
process.exitCode = 3;
