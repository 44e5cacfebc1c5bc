// promisify: results, errors, and a custom promise version.
const util = require('util');
const ok = util.promisify((x, callback) => callback(null, x, 'ignored'));
const bad = util.promisify((callback) => callback(new Error('bad')));
ok('value').then(console.log);
bad().catch((err) => console.log(err.message));
const f = () => {};
f[util.promisify.custom] = async () => 'custom';
console.log(util.promisify(f) === f[util.promisify.custom]);
util.promisify(f)().then(console.log);
