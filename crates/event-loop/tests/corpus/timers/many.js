// A hundred timers in ten lists run by list, each in its order.
const ran = [];
for (let i = 0; i < 100; i++) {
  const delay = 1 + (i % 10) * 90;
  setTimeout(() => ran.push(i), delay);
}
process.on('exit', () => {
  console.log(ran.length);
  console.log(ran.slice(0, 12).join());
  console.log(ran.slice(-3).join());
});
