// A promise follows a pending one, and settles two turns after it.
let open;
const gate = new Promise((resolve) => (open = resolve));
const follower = new Promise((resolve) => resolve(gate));
follower.then(() => console.log('follower'));
gate.then(() => console.log('gate')).then(() => console.log('gate + 1'));
setImmediate(() => {
  console.log('opening');
  open();
});
