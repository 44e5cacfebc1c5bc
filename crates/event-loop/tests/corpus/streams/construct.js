// construct holds back the first write.
const { Writable } = require('stream');
const writable = new Writable({
  construct(callback) {
    console.log('construct');
    setImmediate(() => {
      console.log('constructed');
      callback();
    });
  },
  write(chunk, encoding, callback) {
    console.log('write', chunk.toString());
    callback();
  },
});
writable.write('a');
console.log('sync');
