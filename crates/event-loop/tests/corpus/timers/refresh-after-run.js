// refresh in the callback runs the same timer again.
let n = 0;
const timer = setTimeout(() => {
  console.log('run', ++n);
  if (n < 3) timer.refresh();
}, 2);
