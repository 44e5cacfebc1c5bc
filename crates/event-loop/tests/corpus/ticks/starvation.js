// A thousand nested ticks hold up a timer that is long due.
let n = 0;
setTimeout(() => console.log('timeout after', n), 1);
(function again() {
  if (n++ < 1000) process.nextTick(again);
  else {
    const end = Date.now() + 10;
    while (Date.now() < end);
    console.log('ticks over');
  }
})();
