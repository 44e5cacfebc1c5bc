// Which globals and functions there are.
const there = (text) => {
  try {
    return typeof eval(text);
  } catch (err) {
    return err.name;
  }
};
for (const name of ['queueMicrotask', 'globalThis', 'AbortController',
  'structuredClone', 'fetch', 'CustomEvent', 'WebSocket', 'navigator',
  'Promise.allSettled', 'Promise.any', '[].at', '[].toSorted',
  'AbortSignal.any', 'Symbol.dispose', 'String.prototype.isWellFormed',
  'require("events").once', 'require("stream").pipeline']) {
  console.log(name, there(name));
}
