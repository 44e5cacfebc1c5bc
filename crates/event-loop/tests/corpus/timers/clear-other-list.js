// A callback clears a due timer of another list.
setTimeout(() => {
  console.log('short');
  clearTimeout(long);
}, 1);
const long = setTimeout(() => console.log('long'), 10);
setTimeout(() => console.log('longest'), 20);
const end = Date.now() + 60;
while (Date.now() < end);
