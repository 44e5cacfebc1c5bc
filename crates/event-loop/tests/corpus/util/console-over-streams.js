const { Console } = require('console');
const { Writable } = require('stream');
const collect = (list) => new Writable({
  write(chunk, encoding, callback) {
    list.push(chunk.toString());
    callback();
  },
});
const out = [], err = [];
const own = new Console({ stdout: collect(out), stderr: collect(err) });
own.log('a %d', 1);
own.group('g');
own.error('b\nc');
own.groupEnd();
own.table([[1]]);
console.log(out, err, own instanceof Console, Console === console.Console);
Console(process.stdout).error('to stdout');
console.profile();
try {
  new Console({});
} catch (error) {
  console.log(error.name, error.code, error.message);
}
