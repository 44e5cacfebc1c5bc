// URL, URLSearchParams, TextEncoder and atob.
const url = new URL('../b?x=1&y=a%20b#h', 'http://example.org/a/c');
console.log(url.href, url.pathname, url.hash);
for (const [key, value] of url.searchParams) console.log(key, value);
console.log(new TextEncoder().encode('é'), btoa('hello'), atob('aGk='));
console.log(new TextDecoder().decode(new Uint8Array([226, 130, 172])));
try {
  new URL('no url');
} catch (err) {
  console.log(err.name, err.code);
}
