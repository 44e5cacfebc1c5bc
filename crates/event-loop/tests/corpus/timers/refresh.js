// refresh starts a timer's time anew, so that a later timer comes first.
const first = setTimeout(() => console.log('refreshed'), 120);
setTimeout(() => console.log('200'), 200);
setTimeout(() => {
  console.log('60');
  first.refresh();
  const end = Date.now() + 100;
  while (Date.now() < end);
  first.refresh();
}, 60);
