// LRU with nothing but a Map, which keeps its keys in the order in which they were set. Each access takes its key out and
// sets it again, so the first key is always the one that was not accessed for longest.
export class LruCache {
  #capacity;
  #entries = new Map();

  /** A cache of so many entries, one at least. */
  constructor(capacity) {
    this.#capacity = capacity;
  }

  /** The value of a key, or `undefined` where there is none: a miss. */
  get(key) {
    const value = this.#entries.get(key);
    // A key may be there with the value `undefined`; one that is not there is not to be set.
    if (value === undefined && !this.#entries.has(key)) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key, value) {
    // First, so that a key that is overwritten takes no other's place.
    this.#entries.delete(key);
    if (this.#entries.size >= this.#capacity) {
      this.#entries.delete(this.#entries.keys().next().value);
    }
    this.#entries.set(key, value);
  }
}
