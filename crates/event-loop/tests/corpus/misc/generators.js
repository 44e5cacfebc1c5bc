// A generator's steps, return and throw, in order.
function* gen() {
  try {
    console.log('got', yield 1);
    console.log('got', yield 2);
  } finally {
    console.log('cleanup');
    yield 'from finally';
  }
}
const it = gen();
console.log(it.next('lost'), it.next('x'));
console.log(it.return('r'), it.next(), it.next());
const [first] = gen();
console.log(first);
