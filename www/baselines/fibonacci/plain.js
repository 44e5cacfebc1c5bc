// The naive recursion: a number is the sum of the two before it, each computed anew.
function fibonacci(index) {
  if (index < 2) {
    return index;
  }
  return fibonacci(index - 1) + fibonacci(index - 2);
}

// Where the tree of calls is cut into parts.
const LEAF_MAX = 27;

/** Subtrees that the tree of calls is cut into. */
export function leaves(index) {
  let [before, last] = [1, 1];
  for (let at = LEAF_MAX; at < index; at++) {
    [before, last] = [last, before + last];
  }
  return last;
}

// The index that the recursion has reached at one of its leaves.
function leafIndex(index, leaf) {
  while (index > LEAF_MAX) {
    const left = leaves(index - 1);
    if (leaf < left) {
      index -= 1;
    } else {
      leaf -= left;
      index -= 2;
    }
  }
  return index;
}

export function* plain({ size, parts }) {
  let value = 0;
  for (let part = parts.start; part < parts.end; part++) {
    value += fibonacci(leafIndex(size, part));
    yield part + 1 - parts.start;
  }
  return { fibonacci: { value } };
}
