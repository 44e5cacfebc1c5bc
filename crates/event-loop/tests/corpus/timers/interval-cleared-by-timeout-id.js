// clearTimeout ends an interval as well.
const interval = setInterval(() => {
  console.log('once');
  clearTimeout(interval);
}, 1);
