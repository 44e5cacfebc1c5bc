// A function declared in a block is seen outside of it, once the block has run.
console.log(typeof inner);
{
  function inner() {}
}
console.log(typeof inner);
if (true) function other() {}
console.log(typeof other);
