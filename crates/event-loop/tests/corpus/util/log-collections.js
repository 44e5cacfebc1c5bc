// console.log of maps, sets and their iterators.
console.log(new Map([['a', 1], [{ k: 1 }, [2]]]), new Map());
console.log(new Set([1, 'a', { b: 1 }]), new Set());
console.log(new Map([['a', 1]]).keys(), new Set([1]).values());
console.log(new Map([['a', 1]]).entries(), [1, 2][Symbol.iterator]());
console.log(new WeakMap(), new WeakSet());
console.log(new Map([[new Map([[1, 2]]), new Set(['x'])]]));
