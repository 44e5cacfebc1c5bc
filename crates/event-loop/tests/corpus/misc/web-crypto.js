console.log(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(crypto.randomUUID()));
const bytes = new Uint16Array(8);
console.log(crypto.getRandomValues(bytes) === bytes, bytes.some((n) => n > 0), Object.prototype.toString.call(crypto));
for (const bad of [new Float64Array(1), new Uint8Array(65537), []]) {
  try {
    crypto.getRandomValues(bad);
  } catch (err) {
    console.log(err.name, err.code, err.message);
  }
}
console.log(require('crypto').webcrypto === crypto, typeof crypto.subtle.digest, crypto.randomUUID() === crypto.randomUUID());
