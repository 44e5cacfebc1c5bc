// import() works in a CommonJS module, and is asynchronous.
import('node:path').then((path) => {
  console.log(path.posix.join('a', '..', 'b'));
  console.log(path.default === require('path'));
});
console.log('sync');
