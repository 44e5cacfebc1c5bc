// ref undoes unref.
const timer = setTimeout(() => console.log('runs'), 20);
timer.unref().unref().ref();
console.log(timer.hasRef());
const other = setInterval(() => console.log('never'), 60_000);
other.unref();
