// console.log of primitive values.
console.log(1, -0, 0, 1e21, 1.5, NaN, Infinity, 10n);
console.log('text', true, null, undefined, Symbol('s'), Symbol.iterator);
console.log(['text', "it's", 'a "b"', `both ' and "`, '\n\t\\']);
console.log([-0, 10n, Symbol(), undefined, null]);
console.log('');
console.log();
console.log(' ', '', 'a');
