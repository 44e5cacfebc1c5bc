// An error of a catch outlives whatever its finally does.
const fails = () => {
  try {
    throw new Error('inner');
  } catch {}
};
try {
  try {
    throw new Error('first');
  } catch {
    throw new Error('second');
  } finally {
    fails();
  }
} catch (e) {
  console.log('caught', e.message);
}
(async () => {
  try {
    throw new Error('first');
  } catch {
    await Promise.reject(new Error('third'));
  } finally {
    (async () => {
      await 1;
    })().then(() => console.log('another goes on'));
    await 1;
  }
})().catch((e) => console.log('rejected', e.message));
