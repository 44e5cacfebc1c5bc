// What depends on the time zone is put back to UTC.
process.env.TZ = 'UTC';
const date = new Date(Date.UTC(2024, 0, 5, 15, 4, 9));
console.log(String(date), date.toTimeString(), date.toDateString());
console.log(date.toLocaleString(), date.toLocaleDateString(), date.toLocaleTimeString(), date.toLocaleTimeString('en-US', { hour12: false }));
console.log(new Date(0).toLocaleTimeString('en-US'), new Date(12 * 3600e3).toLocaleTimeString(), new Date(NaN).toLocaleString(), `${new Date(NaN)}`);
