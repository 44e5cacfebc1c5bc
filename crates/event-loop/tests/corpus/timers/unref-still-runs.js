// A timer without reference runs while something else keeps the loop alive.
setTimeout(() => console.log('unref'), 20).unref();
setTimeout(() => console.log('ref'), 150);
