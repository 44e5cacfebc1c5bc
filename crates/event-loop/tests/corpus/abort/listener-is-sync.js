// abort calls its listeners at once, once.
const controller = new AbortController();
const { signal } = controller;
signal.addEventListener('abort', (e) => console.log('event', e.type));
signal.onabort = () => console.log('onabort', signal.aborted);
console.log(signal.aborted, signal.reason);
controller.abort();
controller.abort();
console.log(signal.aborted, signal.reason.name, signal.reason.message);
