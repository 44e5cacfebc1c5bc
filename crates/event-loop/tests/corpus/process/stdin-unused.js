// Standard input alone keeps no program alive.
console.log(typeof process.stdin.on, process.stdin.isPaused());
process.on('exit', () => console.log('exit'));
