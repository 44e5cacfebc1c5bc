// An exit code is taken modulo 256.
process.on('exit', (code) => console.log('exit', code));
process.exit(256 + 11);
