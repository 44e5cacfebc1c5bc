// Keys in an order that caches meet: a few are asked for often, most of them seldom. The same on every machine.
export function zipfLikeKeys(accesses, objects, seed) {
  let state = seed;
  return Array.from({ length: accesses }, () => {
    // A linear congruential generator; its factors are those of Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const draw = state / 2 ** 32;
    const square = draw * draw;
    const fourth = square * square;
    // To the eighth power: the key of rank r comes in proportion to r to the power of -7/8, much as by Zipf's law.
    return Math.floor(objects * fourth * fourth);
  });
}
