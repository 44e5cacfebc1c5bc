async function value() { return 'a value'; }
async function awaited() { return await Promise.resolve('an awaited promise'); }
async function promise() { return Promise.resolve('a promise'); }
async function thenable() { return { then: (done) => done('a thenable') }; }

promise().then((what) => console.log('returned', what));
thenable().then((what) => console.log('returned', what));
awaited().then((what) => console.log('returned', what));
value().then((what) => console.log('returned', what));

// A ruler: one microtask after the other.
let ruler = Promise.resolve();
for (let turn = 1; turn <= 4; turn += 1) {
  ruler = ruler.then(() => console.log('--- microtask', turn));
}
