// process, timers and the console can be imported.
import process, { nextTick } from 'node:process';
import { setTimeout as later, setImmediate as soon } from 'node:timers';
import console from 'node:console';
console.log(process === globalThis.process, later === setTimeout);
soon(() => console.log('immediate'));
nextTick(() => console.log('tick'));
await null;
console.log('awaited');
