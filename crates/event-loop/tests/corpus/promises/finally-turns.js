// finally costs more turns than then.
Promise.resolve('f').finally(() => {}).then(console.log);
let counted = Promise.resolve();
for (let i = 1; i < 8; i++) counted = counted.then(() => console.log(i));
