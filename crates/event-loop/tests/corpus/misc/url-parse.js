const url = require('url');
console.log(url.parse('http://user:pa%20ss@Example.com:8080/p/a/t/h?query=string#hash'));
console.log(url.parse('/search?q=a+b&n=1', true).query, url.parse('/search').query, url.parse('//host/path', false, true).host);
for (const text of ['http://a.com', 'https://a.com?x', '/a b?c="d"', 'mailto:a@b.c', 'a/b#c', '']) {
  const { protocol, host, pathname, search, path, hash, href } = url.parse(text);
  console.log(protocol, host, pathname, search, path, hash, href);
}
console.log(url.format({ protocol: 'https', hostname: 'x.y', port: 81, pathname: 'a', query: { b: 1, c: ['d', 'e'] }, hash: 'f' }));
console.log(url.format(new URL('http://u:p@x.y/a?b#c'), { auth: false, fragment: false }), url.format('http://x.y/a'));
console.log(url.resolve('/one/two/three', 'four'), url.resolve('http://example.com/one', '/two'), url.resolve('http://a.b/c/d', '../e?f'));
try {
  url.parse(1);
} catch (err) {
  console.log(err.message);
}
const { hostname, path, port, auth } = url.urlToHttpOptions(new URL('https://a:b@test.com:81/c?d'));
console.log(hostname, path, port, auth);
