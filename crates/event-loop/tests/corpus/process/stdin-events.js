const { stdin } = process;
stdin.on('data', (chunk) => console.log('data', chunk));
stdin.on('end', () => console.log('end', stdin.readableEnded));
console.log('begun');
process.nextTick(() => console.log('tick'));
