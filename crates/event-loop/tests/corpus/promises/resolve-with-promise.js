// To resolve with a promise: its value arrives two turns later.
const inner = Promise.resolve('inner');
new Promise((resolve) => resolve(inner)).then(console.log);
let counted = Promise.resolve();
for (let i = 1; i < 6; i++) counted = counted.then(() => console.log(i));
