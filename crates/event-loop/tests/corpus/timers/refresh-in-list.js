// refresh moves a timer behind the others of its list.
const a = setTimeout(() => console.log('a'), 20);
setTimeout(() => console.log('b'), 20);
setTimeout(() => console.log('c'), 20);
const end = Date.now() + 5;
while (Date.now() < end);
a.refresh();
