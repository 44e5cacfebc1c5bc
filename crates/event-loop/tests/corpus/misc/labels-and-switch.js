// Control flow: labels, switch without break, finally with continue.
outer: for (let i = 0; i < 3; i++) {
  for (let j = 0; j < 3; j++) {
    if (j === 1) continue outer;
    if (i === 2) break outer;
    console.log(i, j);
  }
}
for (const x of [1, 2, 3]) {
  switch (x) {
    case 1:
      console.log('one');
    case 2:
      console.log('two');
      break;
    default:
      console.log('other');
  }
}
for (let n = 0; n < 2; n++) {
  try {
    continue;
  } finally {
    console.log('finally', n);
  }
}
