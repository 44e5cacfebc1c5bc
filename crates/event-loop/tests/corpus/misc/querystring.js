const querystring = require('querystring');
console.log(querystring.parse('foo=bar&abc=xyz&abc=123&y=a+b&z&=w'));
console.log(querystring.parse('a:1;b:2', ';', ':'), querystring.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }));
console.log(querystring.stringify({ foo: 'bar', list: ['one', 'two'], empty: '', n: 1.5, big: 7n, no: null, o: {}, yes: true }));
console.log(querystring.stringify({ a: 'b c', 'ž': '&=' }, ';', ':'), querystring.stringify('x') === '');
console.log(querystring.escape("a b&c'(é)*"), querystring.unescape('a%20b%E4%BD%A0'), querystring.unescape('%zz'));
