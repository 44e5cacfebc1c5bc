// Are there microtasks between two due timers of one list?
for (const name of ['a', 'b', 'c']) {
  setTimeout(() => {
    console.log(name);
    Promise.resolve().then(() => console.log('micro of', name));
  }, 1);
}
const end = Date.now() + 20;
while (Date.now() < end);
