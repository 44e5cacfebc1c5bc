// Our worker, spoken to as the app does: crates/protocol/src/message.rs, crates/sql-workload/src/session/message.rs.
import { Digest } from "./digest.js";

// As long as the app's own pool waits for a worker.
const START_MAX_MS = 10_000;

const PAGE = { first: 0, rows: 2_000, cellBytes: 1_000 };
const INTEGER = 1;
const TEXT = 3;

const decoder = new TextDecoder();

export class Ours {
  #worker;
  #waiting;
  #events = [];
  #seq = 0;

  constructor() {
    this.#worker = new Worker("workers/sql.js", {
      type: "module",
      name: `bench-${crypto.randomUUID()}`,
    });
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => this.#fail(`our worker: ${event.message ?? "not loaded"}`);
  }

  /** With the library of that spec in memory. Tells which build of SQLite it is. */
  async open(spec) {
    const late = setTimeout(() => this.#fail("our worker is late"), START_MAX_MS);
    await this.#answer();
    clearTimeout(late);
    // The flag by which the app would cancel a command is looked at as in the app.
    const buffers = [new SharedArrayBuffer(4)];
    const open = { place: "memory", limitMs: null };
    await this.#send({ open: { session_id: 0, open } }, buffers);
    const [{ described }] = (await this.#command({ generate: { spec } })).at(-1);
    const { version, sourceId, options } = described.build;
    return { version, sourceId, options };
  }

  /** Does a case once, and takes the time from what the worker says of it. */
  async run({ id, statements, params }) {
    if (params) {
      const [{ ran }] = (await this.#command({ run: { pattern: id, params } })).at(-1);
      const { high, low } = ran.digest;
      const digest = [high, low].map((half) => half.toString(16).padStart(8, "0")).join("");
      return { ms: ran.elapsedMs, digest, totals: ran.trace.totals };
    }
    const execute = { sql: statements[0], parameters: [], page: PAGE };
    const [{ executed }, [bytes]] = (await this.#command({ execute })).at(-1);
    const { prepareUs, stepUs, decodeUs } = executed.totals.cost;
    const digest = digestOfCells(new DataView(bytes));
    return { ms: (prepareUs + stepUs + decodeUs) / 1e3, digest };
  }

  close() {
    this.#worker.terminate();
  }

  async #command(command) {
    this.#events = [];
    await this.#send({ command: { session_id: 0, seq: this.#seq++, command } });
    return this.#events;
  }

  #send(body, buffers = []) {
    const answer = this.#answer();
    this.#worker.postMessage({ body, buffers });
    return answer;
  }

  #answer() {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #receive({ body, buffers }) {
    if (body.loading) {
      // How much of the module has come; it is ready later.
      return;
    }
    if (body.event) {
      this.#events.push([body.event.event, buffers]);
    } else if (body.ready || body.opened || (body.command_done && !body.command_done.error)) {
      this.#waiting.resolve();
    } else {
      this.#fail(JSON.stringify(body));
    }
  }

  #fail(message) {
    this.#waiting.reject(new Error(message));
  }
}

/** Of rows as crates/sql-workload/src/session/cells.rs has them. */
function digestOfCells(view) {
  const digest = new Digest();
  let at = 0;
  while (at < view.byteLength) {
    const tag = view.getUint8(at);
    at += 1;
    if (tag === INTEGER) {
      digest.integer(view.getBigInt64(at, true));
      at += 8;
    } else if (tag === TEXT) {
      const length = view.getUint32(at + 4, true);
      digest.text(decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at + 8, length)));
      at += 8 + length;
    } else {
      throw new Error(`a cell of kind ${tag} in a case that has none`);
    }
  }
  return digest.toString();
}
