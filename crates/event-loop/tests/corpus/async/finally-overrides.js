// A return in finally overrides a return and an error.
const f = async () => {
  try {
    return 'try';
  } finally {
    return 'finally';
  }
};
const g = async () => {
  try {
    throw new Error('lost');
  } finally {
    await null;
    return 'finally wins';
  }
};
f().then(console.log);
g().then(console.log);
