console.log(process.argv[0] === process.execPath, process.execPath.startsWith('/'));
console.log(typeof process.cpuUsage, typeof process.umask, typeof process.chdir, Object.keys(process).includes('stdin'));
