// A timer is cleared by its primitive id, a number or its text.
const a = setTimeout(() => console.log('a'), 5);
const b = setTimeout(() => console.log('b'), 5);
const c = setTimeout(() => console.log('c'), 5);
console.log(typeof +a, +b > +a, +c > +b);
clearTimeout(+a);
clearTimeout(`${+b}`);
