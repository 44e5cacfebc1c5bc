// Two chains of reactions take turns.
for (const name of ['a', 'b']) {
  Promise.resolve()
    .then(() => console.log(name, 1))
    .then(() => console.log(name, 2))
    .then(() => console.log(name, 3));
}
