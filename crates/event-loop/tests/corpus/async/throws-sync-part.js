// An error before the first await rejects, even in parameters.
const f = async () => {
  throw new Error('body');
};
const thrower = () => {
  throw new Error('parameter');
};
const g = async (x = thrower()) => x;
f().catch((err) => console.log(err.message));
g().catch((err) => console.log(err.message));
console.log('sync');
