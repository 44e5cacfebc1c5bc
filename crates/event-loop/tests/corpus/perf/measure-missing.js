// A measure from a mark that does not exist is an error.
const { performance } = require('perf_hooks');
try {
  performance.measure('m', 'no such mark');
} catch (err) {
  console.log(err.name, err.message);
}
try {
  performance.mark();
} catch (err) {
  console.log(err.name, err.code);
}
