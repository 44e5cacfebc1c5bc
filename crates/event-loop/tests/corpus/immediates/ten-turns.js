// Immediates that schedule the next one, a turn each.
let turns = 0;
function turn() {
  turns++;
  if (turns < 10) setImmediate(turn);
  else console.log('turns', turns);
}
setImmediate(turn);
process.on('beforeExit', () => console.log('beforeExit', turns));
