// The worker with what ours is measured beside: lru-cache, and the limit that memory sets. Both go through the objects
// that the bench has put beside the page, which are those of our trace.
import { LRUCache } from "./lib/lru-cache.mjs";

// The limit's loop is called for as many accesses as our session serves between two looks at its flag, because code
// that is compiled well takes over only where a function is called.
const STRIDE = 1 << 16;

const PAGE_BYTES = 65_536;

let objects;
let limit;

const TURNS = {
  /** Aside, as most caches are: what is not there is put there. */
  "lru-cache"({ accesses, size }) {
    const cache = new LRUCache({ max: size });
    let misses = 0;
    for (let index = 0; index < accesses; index++) {
      const object = objects[index];
      if (cache.get(object) === undefined) {
        cache.set(object, object);
        misses += 1;
      }
    }
    return misses;
  },
  /** A byte of each object's node; see limit.rs. */
  limit({ accesses }) {
    let sum = 0;
    for (let from = 0; from < accesses; from += STRIDE) {
      const to = Math.min(from + STRIDE, accesses);
      sum = (sum + limit.read(from * 4, to * 4, limit.nodes)) >>> 0;
    }
    return sum;
  },
};

async function bytes(name) {
  const answer = await fetch(name);
  if (!answer.ok) {
    throw new Error(`${name}: ${answer.status}`);
  }
  return answer.arrayBuffer();
}

async function open({ nodeBytes }) {
  objects = new Uint32Array(await bytes("objects.bin"));
  const { instance } = await WebAssembly.instantiate(await bytes("limit.wasm"));
  const { memory, read } = instance.exports;
  const nodes = objects.byteLength;
  const count = objects.reduce((most, object) => Math.max(most, object), 0) + 1;
  const pages = Math.ceil((nodes + count * nodeBytes) / PAGE_BYTES);
  memory.grow(Math.max(0, pages - memory.buffer.byteLength / PAGE_BYTES));
  new Uint32Array(memory.buffer, 0, objects.length).set(objects);
  const filled = new Uint8Array(memory.buffer, nodes);
  for (let object = 0; object < count; object++) {
    filled[object * nodeBytes] = object & 0xff;
  }
  limit = { nodes, read };
}

function run({ name, what }) {
  const start = performance.now();
  const result = TURNS[name](what);
  return { ms: performance.now() - start, result };
}

const ANSWERS = { open, run };

self.onmessage = async ({ data: { name, value } }) => {
  try {
    self.postMessage({ answer: await ANSWERS[name](value) });
  } catch (error) {
    self.postMessage({ error: `${error?.stack ?? error}` });
  }
};
