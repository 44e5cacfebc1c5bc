// Timers of one duration run in the order in which they were set.
for (const name of ['a', 'b', 'c', 'd']) setTimeout(console.log, 10, name);
