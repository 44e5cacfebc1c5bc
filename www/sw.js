// The one service worker: gives pages the isolation headers where the host cannot send them, and answers from the cache
// when there is no network. The build fills in the two placeholders; everything else of a build lives under its id.
//
// It touches nothing but the pages and the files of this site: requests to an API, event streams, other origins and
// range requests pass by as if it were not there. Where the host sends the headers it changes nothing either.

const BUILD_ID = '__BUILD_ID__';
// Addresses relative to this script. `at_once`: the routes, which end in `/`, and the files that the shell is made of.
// `on_demand`: the rest of this build, with compressed sizes in bytes; stored when a page asks for them, or all at the
// reader's wish.
const PRECACHE = __PRECACHE__;

const SCOPE = new URL('./', self.location).href;
const SCOPE_PATH = new URL(SCOPE).pathname;
const ROUTES = new Set(PRECACHE.at_once.filter((entry) => entry.endsWith('/')).map((entry) => new URL(entry, SCOPE).pathname));
const FILE_OF_A_BUILD = /^[0-9a-f]{12}\//;
const ON_DEMAND = new Map(Object.entries(PRECACHE.on_demand).map(([entry, bytes]) => [new URL(entry, SCOPE).href, bytes]));
// Written into a cache when the whole shell is in it.
const COMPLETE_MARK = new URL('__complete__', SCOPE).href;
// Written into a cache when the reader asked for all labs. The next build's worker finds it and keeps the promise.
const ALL_WANTED_MARK = new URL('__all_wanted__', SCOPE).href;

const ISOLATION_HEADERS = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];
// A worker does not inherit the policy of the page's <meta>, so its script brings one. It draws nothing and has no inline
// scripts: the part of the site's policy that is about code and connections is all that applies.
const WORKER_POLICY = [
  'Content-Security-Policy',
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self' blob:",
];

// The new worker takes over at once: it serves the files of older builds too, so an open page does not notice.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  // `skipWaiting` once more: see boot.js, `letTakeOver`.
  if (event.data?.type === 'take-over') event.waitUntil(self.skipWaiting());
  const tell = (type, told) => event.source?.postMessage({ type, buildId: BUILD_ID, ...told });
  if (event.data?.type === 'precache') event.waitUntil(answerPrecache(event.data.opened ?? [], tell));
  if (event.data?.type === 'store-all') event.waitUntil(answerStoreAll(tell));
});

// The shell, what the page opened before this worker saw its requests, and all where the reader once asked for it.
async function answerPrecache(opened, tell) {
  try {
    await precache();
  } catch {
    tell('precached', { ok: false });
    return;
  }
  tell('precached', { ok: true, missingBytes: await missingBytes() });
  try {
    const cache = await caches.open(nameOfCache(BUILD_ID));
    for (const url of opened) if (ON_DEMAND.has(url)) await storeOnce(cache, url);
  } catch {
    // Stored when it is asked for again. What is missing is told below.
  }
  if (await isAllWanted()) await answerStoreAll(tell);
  else tell('missing', { missingBytes: await missingBytes() });
}

// Tells after each file how much is left, and at the end how it went.
async function answerStoreAll(tell) {
  try {
    const cache = await caches.open(nameOfCache(BUILD_ID));
    await cache.put(ALL_WANTED_MARK, new Response(''));
    await precache();
    for (const url of await missing()) {
      tell('storing', { missingBytes: await missingBytes() });
      await storeOnce(cache, url);
    }
    tell('stored', { ok: true, missingBytes: await missingBytes() });
  } catch (error) {
    tell('stored', { ok: false, reason: reasonOf(error) });
  }
}

// What the page says of it: there is no room, or the file did not come, or the browser stores nothing.
function reasonOf(error) {
  if (error?.name === 'QuotaExceededError') return 'quota';
  return error instanceof NotFetched ? 'network' : 'storage';
}

class NotFetched extends Error {}

async function isAllWanted() {
  for (const cacheName of await caches.keys()) {
    if (buildOf(cacheName) !== undefined && (await caches.match(ALL_WANTED_MARK, { cacheName }))) return true;
  }
  return false;
}

async function missing() {
  const cache = await caches.open(nameOfCache(BUILD_ID));
  const stored = new Set((await cache.keys()).map((request) => request.url));
  return [...ON_DEMAND.keys()].filter((url) => !stored.has(url));
}

async function missingBytes() {
  return (await missing()).reduce((sum, url) => sum + ON_DEMAND.get(url), 0);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || request.headers.has('range') || !request.url.startsWith(SCOPE)) return;
  const { pathname } = new URL(request.url);
  if (request.mode === 'navigate') {
    const route = routeOf(pathname);
    if (route !== undefined) event.respondWith(answerPage(request, route));
  } else if (FILE_OF_A_BUILD.test(pathname.slice(SCOPE_PATH.length))) {
    event.respondWith(answerFile(event));
  }
});

// Hosts also answer `/threads` and `/threads/index.html`, so people link to them.
function routeOf(pathname) {
  const folder = pathname.replace(/\/index\.html$/, '/');
  return [folder, `${folder}/`].find((candidate) => ROUTES.has(candidate));
}

// Network first, so that a reload shows the newest build. Without network, the page of the newest build that is stored whole.
async function answerPage(request, route) {
  try {
    // `no-cache`: a host without cache headers lets the browser guess how long a page is fresh, and a guessed page names
    // files that the host may have dropped. `manual`: a redirect is the browser's to follow, or its address bar would lie.
    const response = await fetch(request.url, { cache: 'no-cache', redirect: 'manual', credentials: 'same-origin' });
    return withHeaders(response, request);
  } catch (error) {
    const { pathname, search } = new URL(request.url);
    // Its relative links need the slash, which the host would have added.
    if (`${pathname}/` === route) return Response.redirect(route + search);
    const page = await storedPage(route);
    if (page === undefined) throw error;
    return withHeaders(page, request);
  }
}

// Files never change under their build's id, so any cache that has one is as good as the host. What was opened once is
// stored, so that it works offline afterwards.
async function answerFile(event) {
  const { request } = event;
  // A worker's script carries its options in the query; the file is the same.
  const stored = await caches.match(request, { ignoreVary: true, ignoreSearch: true });
  const { origin, pathname, search } = new URL(request.url);
  if (stored) return withHeaders(search === '' ? stored : withoutAddress(stored), request);
  const response = await fetch(request);
  if (response.status === 200 && ON_DEMAND.has(origin + pathname)) {
    event.waitUntil(keep(origin + pathname, withHeaders(response.clone())));
  }
  return withHeaders(response, request);
}

// A worker takes its address from the response if that has one, and would lose the query.
function withoutAddress({ body, status, statusText, headers }) {
  return new Response(body, { status, statusText, headers });
}

async function keep(url, response) {
  try {
    const cache = await caches.open(nameOfCache(BUILD_ID));
    await cache.put(url, response);
  } catch {
    // The page has its file. The footer's size goes on counting it as not stored.
  }
}

async function storedPage(route) {
  const url = new URL(route, SCOPE);
  // keys() lists caches as they were made, so the last is the newest; this worker's own is newer than any it found.
  const newestFirst = [...(await caches.keys()).filter((name) => buildOf(name) !== undefined).reverse()];
  for (const cacheName of [nameOfCache(BUILD_ID), ...newestFirst]) {
    if (await caches.match(COMPLETE_MARK, { cacheName })) return caches.match(url, { cacheName, ignoreVary: true });
  }
  return undefined;
}

// What the host sent stays; only what is missing is added. Also done before storing, so that a stored file is handed out as
// it is.
function withHeaders(response, request) {
  // A redirect that the browser shall follow itself: there is nothing in it that could be read or added to.
  if (response.type === 'opaqueredirect') return response;
  const isWorker = request?.destination === 'worker' || request?.destination === 'sharedworker';
  const wanted = isWorker ? [...ISOLATION_HEADERS, WORKER_POLICY] : ISOLATION_HEADERS;
  const missing = wanted.filter(([name]) => !response.headers.has(name));
  if (missing.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of missing) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

// Several pages may ask at the same time; one filling serves all.
let filling;
function precache() {
  filling ??= fillCache().finally(() => {
    filling = undefined;
  });
  return filling;
}

// One file after the other: a page has six connections to its host, and whatever it loads now comes first. What an earlier
// try stored is kept, so a try that broke off goes on where it was.
async function fillCache() {
  const cache = await caches.open(nameOfCache(BUILD_ID));
  if (!(await cache.match(COMPLETE_MARK))) {
    for (const entry of PRECACHE.at_once) {
      const url = new URL(entry, SCOPE).href;
      if (entry.endsWith('/')) await storePage(cache, url);
      else await storeOnce(cache, url);
    }
    await cache.put(COMPLETE_MARK, new Response(''));
  }
  // Before the cache goes that says so.
  if (await isAllWanted()) await cache.put(ALL_WANTED_MARK, new Response(''));
  await dropUnusedCaches();
}

async function storeOnce(cache, url) {
  if (await cache.match(url, { ignoreVary: true })) return;
  const response = await fetched(url);
  if (!response.ok) throw new NotFetched(`${url}: ${response.status}`);
  await cache.put(url, withHeaders(response));
}

async function fetched(url, options) {
  try {
    return await fetch(url, options);
  } catch (cause) {
    throw new NotFetched(url, { cause });
  }
}

// A page that names another build (the host was updated meanwhile) must not be stored beside this build's files.
async function storePage(cache, url) {
  const response = await fetched(url, { cache: 'no-cache' });
  const text = await response.text();
  if (!response.ok || !text.includes(BUILD_ID)) throw new NotFetched(`${url}: not a page of build ${BUILD_ID}`);
  await cache.put(url, withHeaders(new Response(text, { headers: response.headers })));
}

// Each open page holds a lock that names its build.
async function dropUnusedCaches() {
  const { held } = await self.navigator.locks.query();
  const inUse = new Set(held.map((lock) => lock.name));
  for (const name of await caches.keys()) {
    const build = buildOf(name);
    if (build === undefined || build === BUILD_ID || inUse.has(`pp-build-${build}`)) continue;
    await caches.delete(name);
  }
}

// The scope is part of the name: on a host that puts many sites under one origin, another copy of this site in another
// folder has caches of its own, which are not ours to delete.
function nameOfCache(build) {
  return `perf-playground-${build}@${SCOPE_PATH}`;
}

function buildOf(cacheName) {
  const [, build, path] = /^perf-playground-([0-9a-f]{12})@(.*)$/.exec(cacheName) ?? [];
  return path === SCOPE_PATH ? build : undefined;
}
