// var is one variable for all timers, let is one each.
for (var i = 0; i < 3; i++) setTimeout(() => console.log('var', i), 1);
for (let j = 0; j < 3; j++) setTimeout(() => console.log('let', j), 1);
for (let k = 0; k < 3; k++) {
  queueMicrotask(() => console.log('micro', k));
  k++;
}
