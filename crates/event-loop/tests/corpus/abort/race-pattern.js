// A loop that looks at its signal between steps.
const controller = new AbortController();
async function work(signal) {
  for (let i = 0; i < 10; i++) {
    signal.throwIfAborted();
    console.log('step', i);
    await new Promise(setImmediate);
    if (i === 2) controller.abort(new Error('enough'));
  }
}
work(controller.signal).catch((err) => console.log(err.message));
