// The readable event and read by hand.
const { Readable } = require('stream');
const readable = new Readable({ read() {} });
readable.on('readable', () => {
  let chunk;
  while ((chunk = readable.read()) !== null) console.log(chunk.toString());
  console.log('no more for now');
});
readable.on('end', () => console.log('end'));
readable.push('one');
readable.push('two');
setImmediate(() => {
  readable.push('three');
  readable.push(null);
});
