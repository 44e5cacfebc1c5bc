// module, exports and require as they look in the program itself.
console.log(require.main === module, module.exports === exports);
console.log(typeof __filename, module.children.length, module.loaded);
exports.x = 1;
console.log(module.exports);
process.nextTick(() => console.log('loaded', module.loaded));
try {
  require('./no-such-module');
} catch (err) {
  console.log(err.code, err.message.split('\n')[0]);
}
