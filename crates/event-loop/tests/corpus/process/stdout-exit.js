// What was written before process.exit is not lost.
for (let i = 0; i < 200; i++) console.log(`line ${i}`);
process.stdout.write('no newline at the end');
process.exit(0);
