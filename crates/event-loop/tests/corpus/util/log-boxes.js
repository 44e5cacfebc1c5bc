// console.log of boxed values, dates and regular expressions.
console.log(new Number(1), new String('abc'), new Boolean(false));
console.log(Object(1n), Object(Symbol('s')));
console.log(new Date(0), [new Date(86400000)], new Date(NaN));
console.log(/a+b/gi, [/x/]);
console.log((function () { return arguments; })(1, 2));
console.log(globalThis === global, Math, JSON);
