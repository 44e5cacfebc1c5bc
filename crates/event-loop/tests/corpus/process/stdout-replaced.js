// Who replaces `write` sees what the console prints, too.
const { write } = process.stdout;
const seen = [];
process.stdout.write = (chunk, ...rest) => {
  seen.push(chunk);
  return true;
};
console.log('caught', 1);
process.stdout.write('caught as well\n');
process.stdout.write = write;
console.log(seen);
const bound = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => bound(`> ${chunk}`, ...rest);
console.log('marked');
console.error('not here');
process.stdout.on('error', () => {});
console.log('still marked');
