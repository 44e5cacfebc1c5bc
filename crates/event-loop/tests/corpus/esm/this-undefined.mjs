// A module is strict, has no this, and none of CommonJS's names.
console.log(this);
for (const name of ['require', 'module', 'exports', '__filename']) {
  try {
    console.log(name, eval(name));
  } catch (err) {
    console.log(err.name, err.message.split('\n')[0].slice(0, 30));
  }
}
(function () {
  console.log(this);
})();
