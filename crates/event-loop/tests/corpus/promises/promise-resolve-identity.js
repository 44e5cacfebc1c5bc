// Promise.resolve gives back a promise; new Promise does not.
const p = Promise.resolve(1);
console.log(Promise.resolve(p) === p);
console.log(new Promise((resolve) => resolve(p)) === p);
class Other extends Promise {}
console.log(Other.resolve(p) === p, Other.resolve(p) instanceof Other);
