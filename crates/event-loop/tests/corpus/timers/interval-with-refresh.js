// refresh of an interval, and a change of what clears it.
let n = 0;
const interval = setInterval(() => {
  console.log('interval', ++n);
  interval.refresh();
  if (n === 3) setImmediate(() => {
    clearInterval(interval);
    console.log('cleared');
  });
}, 40);
