// Deep equality, and util.types.
const util = require('util');
console.log(util.isDeepStrictEqual({ a: [1] }, { a: [1] }));
console.log(util.isDeepStrictEqual([1], ['1']));
console.log(util.isDeepStrictEqual(new Set([1]), new Set([1])));
console.log(util.isDeepStrictEqual(NaN, NaN), util.isDeepStrictEqual(0, -0));
console.log(util.types.isPromise(Promise.resolve()));
console.log(util.types.isPromise({ then() {} }));
console.log(util.types.isAsyncFunction(async () => {}));
console.log(util.types.isRegExp(/x/), util.types.isProxy(new Proxy({}, {})));
