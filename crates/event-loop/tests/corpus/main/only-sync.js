// Loops and function calls run to the end before anything else.
queueMicrotask(() => console.log('micro'));
for (let i = 0; i < 3; i++) {
  setImmediate(() => console.log('immediate', i));
  console.log('loop', i);
}
(function inner() {
  console.log('inner');
})();
console.log('end');
