// setTimeout of timers/promises resolves with its value.
import { setTimeout as wait, setImmediate as turn } from 'timers/promises';
const slow = wait(400, 'slow').then(console.log);
wait(200, 'fast').then(console.log);
console.log(await turn('turn'));
await slow;
console.log(await wait());
