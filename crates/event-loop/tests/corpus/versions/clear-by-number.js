// Is a timer cleared by its number?
const a = setTimeout(() => console.log('a'), 1);
setTimeout(() => console.log('b'), 1);
console.log(typeof +a, Number.isNaN(+a));
clearTimeout(+a);
