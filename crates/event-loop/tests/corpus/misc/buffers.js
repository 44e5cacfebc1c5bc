// Buffers: encodings, slices that share memory, comparison.
const b = Buffer.from('héllo');
console.log(b.length, b.toString('hex'), b.toString('base64url'));
const part = b.subarray(0, 1);
part[0] = 0x48;
console.log(b.toString(), Buffer.compare(Buffer.from('a'), Buffer.from('b')));
console.log(Buffer.concat([part, Buffer.from([33])]).toString());
console.log(b.indexOf('l'), b.includes('lo'), Buffer.byteLength('€'));
console.log(b.readUInt16BE(0), JSON.stringify(Buffer.from('x')));
console.log(Buffer.from('ff0', 'hex'), Buffer.from([256, -1, '3']));
