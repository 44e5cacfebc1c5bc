// What two articles call an LRU, after their idea and in our words, to be read and measured. It is no LRU: a key leaves
// when its turn comes, however often it was read. `lru.mjs` has the two lines that make one of it.
export class ArticlesLruCache {
  #capacity;
  #entries = new Map();

  /** A cache of so many entries, one at least. */
  constructor(capacity) {
    this.#capacity = capacity;
  }

  /** The value of a key, or `undefined` where there is none: a miss. */
  get(key) {
    // Wrong for an LRU: the key stays where it is, so a read does not save it. That is a FIFO.
    return this.#entries.get(key);
  }

  set(key, value) {
    // Wrong for any cache: a key that is there already needs no room, but another one is evicted for it. Whoever
    // overwrites one key again and again empties the cache down to that key.
    if (this.#entries.size >= this.#capacity) {
      this.#entries.delete(this.#entries.keys().next().value);
    }
    // Wrong for an LRU, too: to set a key that is there leaves it in its place.
    this.#entries.set(key, value);
  }
}
