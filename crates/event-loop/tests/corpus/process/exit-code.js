// process.exitCode ends the program in its own time.
process.exitCode = 5;
process.on('exit', (code) => console.log('exit', code, process.exitCode));
setImmediate(() => console.log('immediate'));
