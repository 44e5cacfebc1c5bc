// Kinds of the globals that schedule.
for (const name of [
  'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout',
  'clearInterval', 'clearImmediate', 'queueMicrotask', 'structuredClone',
  'AbortController', 'Event', 'EventTarget', 'performance', 'URL',
  'TextEncoder', 'Buffer', 'process', 'window', 'require',
]) {
  console.log(name, name === 'require' ? typeof require :
    typeof globalThis[name]);
}
