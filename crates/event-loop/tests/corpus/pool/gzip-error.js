// What is not gzip is an error.
const zlib = require('zlib');
zlib.gunzip(Buffer.from('no gzip'), (err, result) => {
  console.log(err.code, err.message, result);
});
try {
  zlib.gunzipSync('no gzip');
} catch (err) {
  console.log('sync', err.code);
}
