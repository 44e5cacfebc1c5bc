// console.table of rows, columns, and what is no table.
console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]);
console.table([['p', 'q'], ['r', 's']]);
console.table([{ a: 1, b: 2 }], ['b']);
console.table(new Map([['k', 1]]));
console.table(['only', 'values']);
console.table('text');
