// Counters, dir, assert, and what goes to standard error.
console.count();
console.count('x');
console.count();
console.countReset();
console.count();
console.assert(true, 'never');
console.assert(false, 'to standard error');
console.error('to standard error');
console.warn('to standard error');
console.info('info');
console.debug('debug');
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.dir('text');
console.dirxml({ a: 1 }, [2]);
