// Named and default exports of node:events are the same things.
import * as events from 'node:events';
import EventEmitter, { EventEmitter as Named, once } from 'events';
console.log(events.default === EventEmitter, Named === EventEmitter);
console.log(once === EventEmitter.once, Object.keys(events).includes('on'));
