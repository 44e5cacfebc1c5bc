// Counts what an LRU misses, and what the articles' “LRU” does. Usage: node cache.mjs [capacity]
import { ArticlesLruCache } from "./cache/articles-lru.mjs";
import { zipfLikeKeys } from "./cache/keys.mjs";
import { LruCache } from "./cache/lru.mjs";

const ACCESSES = 20_000;
const OBJECTS = 10_000;
const SEED = 1;

const [, , text = "1000"] = process.argv;
const capacity = Number(text);
if (!Number.isInteger(capacity) || capacity < 1) {
  console.error(`capacity “${text}” is no whole number from 1`);
  process.exit(2);
}

// What a program does with a cache: it asks there first, and keeps what it had to fetch.
function misses(cache, keys) {
  let count = 0;
  for (const key of keys) {
    if (cache.get(key) === undefined) {
      count++;
      cache.set(key, key);
    }
  }
  return count;
}

const keys = zipfLikeKeys(ACCESSES, OBJECTS, SEED);
for (const [name, cache] of [
  ["LRU", new LruCache(capacity)],
  ["articles' LRU", new ArticlesLruCache(capacity)],
]) {
  console.log(`${name}: ${misses(cache, keys)} of ${ACCESSES} accesses miss`);
}
