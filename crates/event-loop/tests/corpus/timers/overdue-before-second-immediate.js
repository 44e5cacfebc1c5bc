// A timer that came due while another one's callback ran is due in this turn.
const busy = (ms) => {
  const from = Date.now();
  while (Date.now() - from < ms);
};
setTimeout(() => {
  console.log('short');
  setImmediate(() => {
    console.log('first immediate');
    setImmediate(() => console.log('second immediate'));
  });
  busy(60);
}, 5);
setTimeout(() => console.log('long'), 40);
