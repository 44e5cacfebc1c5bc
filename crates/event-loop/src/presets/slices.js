// So many milliseconds of work for the only thread.
function work(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function inSlices(left) {
  if (left === 0) {
    console.log('slices: done');
    return;
  }
  work(5);
  setImmediate(inSlices, left - 1);
}

setTimeout(() => {
  console.log('the timer had to wait for all of it');
  setTimeout(() => console.log('a timer between the slices'), 1);
  inSlices(4);
}, 1);

work(20);
console.log('one piece: done');
