const readline = require('readline');
const lines = readline.createInterface({ input: process.stdin, output: process.stdout });
lines.on('line', (line) => console.log('line', line));
lines.on('close', () => console.log('\nclosed'));
lines.question('What is your name? ', (name) => console.log('never', name));
console.log('(asked)');
