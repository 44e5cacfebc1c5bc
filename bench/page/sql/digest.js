// A fingerprint of rows, the same as `sql_workload::trace::Digest`: FNV-1a of 64 bits over typed values.
const PRIME_LOW = 0x1b3; // The prime is 2^40 more than this.
const INTEGER = "i".charCodeAt(0);
const TEXT = "t".charCodeAt(0);
const BYTES = ".".charCodeAt(0);
const TWO_TO_32 = 2 ** 32;

const encoder = new TextEncoder();

export class Digest {
  // Two halves: a number holds no 64 bits, and a BigInt is slow.
  #high = 0xcbf29ce4;
  #low = 0x84222325;

  /** With an integer behind what was there. */
  integer(value) {
    const whole = Number(value);
    this.#byte(INTEGER);
    const high = Math.floor(whole / TWO_TO_32);
    this.#number(whole - high * TWO_TO_32, high);
    return this;
  }

  /** With a text behind what was there. */
  text(value) {
    const bytes = encoder.encode(value);
    this.#byte(TEXT);
    this.#number(bytes.length, 0);
    this.#byte(BYTES);
    for (const byte of bytes) {
      this.#byte(byte);
    }
    return this;
  }

  /** With each value of a row, by its type. */
  row(values) {
    for (const value of values) {
      if (typeof value === "string") {
        this.text(value);
      } else {
        this.integer(value);
      }
    }
    return this;
  }

  toString() {
    return [this.#high, this.#low].map((half) => half.toString(16).padStart(8, "0")).join("");
  }

  #number(low, high) {
    for (const half of [low, high]) {
      for (let shift = 0; shift < 32; shift += 8) {
        this.#byte((half >>> shift) & 0xff);
      }
    }
  }

  #byte(byte) {
    const low = (this.#low ^ byte) >>> 0;
    const product = low * PRIME_LOW;
    const carry = Math.floor(product / TWO_TO_32);
    this.#high = (Math.imul(this.#high, PRIME_LOW) + (low << 8) + carry) >>> 0;
    this.#low = product >>> 0;
  }
}
