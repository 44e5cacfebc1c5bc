// import.meta has a url and the address of this file.
console.log(typeof import.meta.url, import.meta.url.startsWith('file:'));
console.log(import.meta.url.endsWith('.mjs'));
console.log(Object.getPrototypeOf(import.meta));
