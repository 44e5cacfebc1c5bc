// With exitCode set, a module that never ends keeps that code.
process.exitCode = 8;
process.on('exit', (code) => console.log('exit', code));
await new Promise(() => {});
