// What a catch block throws goes on after finally, and is no matter of functions that finally calls.
(async () => {
  try {
    await Promise.reject(new Error('first'));
  } catch (err) {
    console.log(err.message);
    await Promise.reject(new Error('second'));
  } finally {
    console.log('finally');
    (async () => 'value')().then((v) => console.log('called', v), (err) => console.log('wrong', err.message));
  }
})().then(() => console.log('wrong'), (err) => console.log('outside', err.message));
function plain() {
  try {
    throw new Error('third');
  } catch (err) {
    throw new Error('fourth');
  } finally {
    (async () => 'plain')().then((v) => console.log('called', v), (err) => console.log('wrong', err.message));
  }
}
try {
  plain();
} catch (err) {
  console.log('caught', err.message);
}
function* values() {
  try {
    yield 1;
  } finally {
    (async () => 'generator')().then((v) => console.log('called', v), (err) => console.log('wrong', err.message));
  }
}
for (const value of values()) console.log(value);
try {
  for (const value of values()) throw new Error('fifth');
} catch (err) {
  console.log('caught', err.message);
}
