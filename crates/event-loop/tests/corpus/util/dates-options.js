process.env.TZ = 'UTC';
const dates = [new Date(Date.UTC(2024, 0, 5, 15, 4, 9)), new Date(Date.UTC(2024, 10, 25))];
const options = [{ dateStyle: 'full', timeStyle: 'short' }, { timeZone: 'UTC' }];
for (const month of [undefined, 'long', 'short', 'numeric', '2-digit']) {
  for (const day of [undefined, 'numeric', '2-digit']) {
    for (const year of month || !day ? [undefined, 'numeric', '2-digit'] : [undefined]) options.push({ month, day, year });
  }
  for (const weekday of month ? ['long', 'short'] : []) options.push({ weekday, month, day: 'numeric' }, { weekday, month, day: 'numeric', year: 'numeric' });
}
const times = [{}, { hour: 'numeric' }, { hour: '2-digit', minute: '2-digit' }, { hour: 'numeric', minute: 'numeric', second: 'numeric' },
  { minute: '2-digit', second: '2-digit' }, { hour: '2-digit', minute: '2-digit', hour12: false }, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }];
options.push({ weekday: 'long' }, { weekday: 'long', hour: '2-digit', minute: '2-digit' });
for (const [i, one] of options.entries()) {
  if (!one.dateStyle && !one.hour) Object.assign(one, times[i % times.length]);
  console.log(JSON.stringify(one), dates.map((date) => date.toLocaleString('en-US', one)));
}
for (const method of ['toLocaleDateString', 'toLocaleTimeString', 'toLocaleString']) {
  for (const one of [{ month: 'short', day: 'numeric' }, { hour: '2-digit', minute: '2-digit' }, { dateStyle: 'medium' }, { timeStyle: 'medium' }]) {
    try {
      console.log(method, JSON.stringify(one), dates.map((date) => date[method](undefined, one)));
    } catch (err) {
      console.log(method, JSON.stringify(one), err.name, err.message);
    }
  }
}
