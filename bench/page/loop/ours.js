// Our worker, spoken to as the app does: crates/protocol/src/message.rs, crates/event-loop/src/session.rs.

// As long as the app's own pool waits for a worker.
const START_MAX_MS = 10_000;

export class Ours {
  #worker;
  #waiting;
  #events = [];
  #seq = 0;

  constructor() {
    this.#worker = new Worker("workers/script.js", {
      type: "module",
      name: `bench-${crypto.randomUUID()}`,
    });
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => this.#fail(`our worker: ${event.message ?? "not loaded"}`);
  }

  /** With a session, which holds nothing yet. */
  async open() {
    const late = setTimeout(() => this.#fail("our worker is late"), START_MAX_MS);
    await this.#answer();
    clearTimeout(late);
    // The flag by which the app would cancel a command is looked at as in the app.
    const buffers = [new SharedArrayBuffer(4)];
    await this.#send({ open: { session_id: 0, open: null } }, buffers);
  }

  /** Does a step of the session. Gives what it brought about. */
  async command(command) {
    this.#events = [];
    await this.#send({ command: { session_id: 0, seq: this.#seq++, command } });
    return this.#events;
  }

  close() {
    this.#worker.terminate();
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

  #receive({ body }) {
    if (body.loading) {
      // How much of the module has come; it is ready later.
      return;
    }
    if (body.event) {
      this.#events.push(body.event.event);
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
