// The specifiers of console.log.
console.log('%s is %d and %i and %f', 'x', '42', 42.9, '1.5x');
console.log('%j %o %O', { a: [1] }, [1], { b: { c: {} } });
console.log('%% %c styled %x', 'color: red', 'left', 'over');
console.log('%s %s %s %s', null, undefined, Symbol('s'), 10n);
console.log('%s', { a: 1 }, '%s', 'not a format');
console.log('%d %d %d', 10n, {}, Symbol('x'));
console.log('100%', 5, 'a%sb');
console.log('%s %s', 'only one');
console.log('%s', -0, '%', [1, [2, [3]]]);
