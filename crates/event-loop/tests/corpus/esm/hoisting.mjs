// Functions are hoisted, let is not, and assignment to unknown throws.
console.log(hoisted());
try {
  console.log(later);
} catch (err) {
  console.log(err.name);
}
let later = 1;
function hoisted() {
  return 'hoisted';
}
try {
  undeclared = later;
} catch (err) {
  console.log(err.name);
}
