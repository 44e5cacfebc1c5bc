// Timers run by when they are due, not by when they were set.
setTimeout(() => console.log('300'), 300);
setTimeout(() => console.log('200'), 200);
setTimeout(() => console.log('100'), 100);
setTimeout(() => console.log('1'), 1);
