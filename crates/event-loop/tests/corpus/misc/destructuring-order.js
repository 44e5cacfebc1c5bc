// Defaults and computed keys are evaluated from left to right.
const log = (x) => (console.log(x), x);
const { [log('a')]: a = log('default a'), ...rest } = { b: 2, c: 3 };
console.log(a, rest);
const [x = log('x'), , y = log('y')] = [undefined, 1];
((p = log('p'), q = p + log('q')) => console.log(p, q))();
let m = 1;
let n = 2;
[m, n] = [n, m];
console.log(x, y, m, n);
