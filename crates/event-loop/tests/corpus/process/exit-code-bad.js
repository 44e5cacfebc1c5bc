// An exit code that is no integer is refused.
try {
  process.exit('a');
} catch (err) {
  console.log(err.code);
}
try {
  process.exitCode = 1.5;
} catch (err) {
  console.log(err.code);
}
process.exitCode = '4';
console.log(process.exitCode);
