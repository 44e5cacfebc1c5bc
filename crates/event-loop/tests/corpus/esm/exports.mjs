// Exports change nothing for the program that is run.
export let counter = 0;
export default function next() {
  return ++counter;
}
export { counter as renamed };
console.log(next(), next(), counter);
