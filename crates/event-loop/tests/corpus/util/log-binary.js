// console.log of buffers and typed arrays.
console.log(Buffer.from('hello'), Buffer.alloc(0), Buffer.alloc(60));
console.log(new Uint8Array(3), new Float64Array([1.5, -0]));
console.log(new ArrayBuffer(4));
console.log(new DataView(new ArrayBuffer(2)));
console.log(new BigInt64Array(2), [new Uint16Array(1)]);
