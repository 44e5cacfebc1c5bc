// One worker of the site, spoken to as the app's pool does (crates/protocol/src/message.rs), one job
// at a time.
export const now = () => performance.timeOrigin + performance.now();

// As long as the app's own pool waits for a worker.
const START_MAX_MS = 10_000;

export class Client {
  #worker;
  #waiting;
  #jobs = 0;

  /** Starts a worker, and waits until it is ready. */
  static async start(url) {
    const client = new Client(url);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`${url} was not ready within ${START_MAX_MS} ms`)),
        START_MAX_MS,
      );
    });
    try {
      await Promise.race([client.#answer(), late]);
    } catch (error) {
      client.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return client;
  }

  constructor(url) {
    this.#worker = new Worker(url, { type: "module", name: `bench-${crypto.randomUUID()}` });
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => this.#fail(`${url}: ${event.message ?? "not loaded"}`);
  }

  /** Has a job done. The buffers are cloned, so that they serve for the next job, too. */
  request(request, buffers = []) {
    const answer = this.#answer();
    const run = { job_id: this.#jobs++, request, sent_ms: now(), fault: null };
    this.#worker.postMessage({ body: { run }, buffers });
    return answer;
  }

  close() {
    this.#worker.terminate();
  }

  #answer() {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #receive({ body, buffers }) {
    const answer = body.ready ?? body.finished;
    if (answer) {
      this.#waiting.resolve({ ...answer, buffers });
    } else if (!body.progress) {
      this.#fail(JSON.stringify(body));
    }
  }

  #fail(message) {
    this.#waiting.reject(new Error(message));
  }
}
