// Tagged templates: the strings are one object for each place.
const tags = new Set();
const tag = (strings, ...values) => {
  tags.add(strings);
  return strings.raw.join('|') + values.join();
};
for (let i = 0; i < 3; i++) console.log(tag`a${i}\n${i * 2}b`);
console.log(tag`x`, tags.size);
