// AbortSignal.timeout aborts with a TimeoutError but keeps nothing alive.
const signal = AbortSignal.timeout(30);
signal.addEventListener('abort', () => {
  console.log('aborted', signal.reason.name, signal.reason.code);
});
setTimeout(() => console.log('later', signal.aborted), 150);
AbortSignal.timeout(60_000);
