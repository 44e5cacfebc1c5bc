// An interval runs until its callback clears it.
let n = 0;
const interval = setInterval(
  (text) => {
    console.log(text, ++n);
    if (n === 4) clearInterval(interval);
  },
  5,
  'interval',
);
