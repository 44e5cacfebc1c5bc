// AbortSignal.any follows the first of its signals.
const a = new AbortController();
const b = new AbortController();
const any = AbortSignal.any([a.signal, b.signal]);
any.addEventListener('abort', () => console.log('any', any.reason));
b.signal.addEventListener('abort', () => console.log('b', any.aborted));
b.abort('from b');
a.abort('from a');
console.log(any.reason, AbortSignal.any([]).aborted);
console.log(AbortSignal.any([a.signal]).reason);
