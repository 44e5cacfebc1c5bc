// What is no CommonJS because of a top-level await is tried as an ES module.
process.nextTick(() => console.log('tick'));
queueMicrotask(() => console.log('microtask'));
const value = await 'awaited';
console.log(value, typeof require, import.meta.url.startsWith('file:'));
