// Errors of eval, JSON, and of common mistakes.
for (const f of [
  () => eval('let = ;'),
  () => JSON.parse('{bad'),
  () => null.x,
  () => undefined(),
  () => new Array(-1),
  () => 1n + 1,
  () => decodeURIComponent('%'),
  () => 'x'.repeat(-1),
  () => Symbol() + '',
  () => (function f() { f(); })(),
]) {
  try {
    f();
  } catch (err) {
    console.log(err.name, err instanceof Error);
  }
}
