// Promises resolved in one timer run before the next due timer.
let release;
const gate = new Promise((resolve) => (release = resolve));
gate.then(() => console.log('gate open'));
setTimeout(() => {
  console.log('opening');
  release();
}, 1);
setTimeout(() => console.log('next timer'), 1);
const end = Date.now() + 15;
while (Date.now() < end);
