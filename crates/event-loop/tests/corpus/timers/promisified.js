// util.promisify knows about setTimeout and setImmediate.
const { promisify } = require('util');
const wait = promisify(setTimeout);
const turn = promisify(setImmediate);
wait(200, 'waited').then(console.log);
turn('turned').then(console.log);
console.log(wait === require('timers/promises').setTimeout);
