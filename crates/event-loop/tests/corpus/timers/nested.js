// A timer set by a timer's callback waits its own time.
setTimeout(() => {
  console.log('outer');
  setTimeout(() => {
    console.log('inner');
    setTimeout(() => console.log('innermost'), 1);
  }, 1);
}, 1);
setTimeout(() => console.log('last'), 400);
