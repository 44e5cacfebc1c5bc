// An async loop over timers, next to an interval that it ends.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const interval = setInterval(() => {}, 5);
(async () => {
  for (const ms of [20, 1, 5]) {
    await wait(ms);
    console.log('waited', ms);
  }
  clearInterval(interval);
  console.log('done');
})();
