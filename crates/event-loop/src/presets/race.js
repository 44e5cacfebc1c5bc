const fs = require('fs');

// Which comes first? Node does not say.
setTimeout(() => console.log('timer'), 0);
setImmediate(() => console.log('immediate'));

fs.readFile('a.txt', () => {
  // Here it does: after poll comes check.
  setTimeout(() => console.log('in a callback: timer'), 0);
  setImmediate(() => console.log('in a callback: immediate'));
});
