// A reason of one's own, and throwIfAborted.
const controller = new AbortController();
controller.signal.throwIfAborted();
controller.abort('because');
try {
  controller.signal.throwIfAborted();
} catch (reason) {
  console.log(reason);
}
const aborted = AbortSignal.abort(new Error('born aborted'));
console.log(aborted.aborted, aborted.reason.message);
console.log(AbortSignal.abort().reason.code);
