// NaN, negative, text and too large delays count as one millisecond.
setTimeout(() => console.log('NaN'), NaN);
setTimeout(() => console.log('negative'), -5);
setTimeout(() => console.log('word'), 'soon');
setTimeout(() => console.log('number in a string'), '1');
setTimeout(() => console.log('huge'), 2 ** 31);
setTimeout(() => console.log('infinite'), Infinity);
setTimeout(() => console.log('null'), null);
setTimeout(() => console.log('object'), {});
setTimeout(() => console.log('half'), 0.5);
