// refresh of a timer without reference does not keep the loop alive.
const timer = setTimeout(() => console.log('never'), 60_000);
timer.unref();
timer.refresh();
console.log(timer.hasRef());
setTimeout(() => console.log('end'), 1);
