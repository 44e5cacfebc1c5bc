// Dates as they are written and read, in UTC.
const utc = (text) => {
  const time = Date.parse(`${text} UTC`);
  return Number.isNaN(time) ? NaN : new Date(time).toISOString();
};
for (const text of ['Jan 5, 2024', '2024/01/05 10:00', '12/25/1995', '1995-12-25 10:00', '2024-1-5', '5 Jan 2024', '5-Jan-2024', 'January 5, 2024 10:00 PM',
  'Fri Jan 05 2024 10:00:00', 'Jan 5', '12', '1/2/03', '1/2/60', '2/30/2024', '13/1/2024', 'Dec 25, 1995 12:30 AM', '1:2:3 4/5/2006', 'hello 5', '2024-01-05 10:00:00.5', '5 hello', 'Feb 2024']) {
  console.log(text, utc(text));
}
for (const text of ['2024-01-05', '2024-01-05T10:00Z', '2024-01-05T10:00:00.123456Z', 'Fri, 05 Jan 2024 10:00:00 GMT', 'Fri Jan 05 2024 10:00:00 GMT+0100 (CET)',
  'Thu, 01 Jan 1970 00:00:00 GMT+0200', 'Jan 5 2024 10:00:00 EST', '2024-01-05 10:00:00Z', '2024-01-05 10:00 +05:30', 'x', '', '2024-13-01', '2024-01-05T25:00', '20240105T', 'Jan 5 2024 10:00 -7']) {
  console.log(text, Date.parse(text), new Date(text).getTime());
}
console.log(Date, Date.name, Date.length, String(Date), Date.prototype.constructor === Date, new Date(0) instanceof Date);
console.log(typeof Date(), Object.keys(Date), Object.prototype.toString.call(new Date(0)), `${new Date('x')}`);
class Day extends Date {
  get iso() {
    return this.toISOString().slice(0, 10);
  }
}
const day = new Day('2024/01/05 UTC');
console.log(day, day.iso, day instanceof Day, day instanceof Date, new Date(day).getTime() === day.getTime(), new Date(2024, 0, 5) - new Date(2024, 0, 4));
console.log(Reflect.construct(Date, [5]).getTime(), structuredClone(new Date(7)), [new Date(NaN)], new Date(undefined).getTime(), new Date(null).getTime());
