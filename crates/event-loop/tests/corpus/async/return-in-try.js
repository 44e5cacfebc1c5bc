// return await inside try catches the rejection, plain return does not.
const fail = async () => {
  throw new Error('failed');
};
async function awaited() {
  try {
    return await fail();
  } catch (err) {
    return `caught ${err.message}`;
  }
}
async function returned() {
  try {
    return fail();
  } catch {
    return 'never';
  }
}
awaited().then(console.log);
returned().catch((err) => console.log('outside', err.message));
