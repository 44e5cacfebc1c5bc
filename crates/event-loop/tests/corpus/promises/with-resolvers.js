// Promise.withResolvers and Promise.try are not there yet.
console.log(typeof Promise.withResolvers, typeof Promise.try);
console.log(Object.getOwnPropertyNames(Promise).sort().join());
console.log(Object.getOwnPropertyNames(Promise.prototype).sort().join());
