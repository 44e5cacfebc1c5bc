// The JavaScript baselines by the names that the registry gives (crates/kernels/src/registry.rs),
// with the interface of the WebAssembly module (crates/workers/compute/src/here.rs).
//
// A baseline is a generator. It computes one round of one share, and yields after about a
// millisecond how many parts it has done. From round to round it can keep things in `job.memory`.
import { plain as blurPlain } from "./blur/plain.js";
import { separable } from "./blur/separable.js";
import { doubling } from "./fibonacci/doubling.js";
import { leaves, plain as fibonacciPlain } from "./fibonacci/plain.js";
import { plain as mandelbrotPlain } from "./mandelbrot/plain.js";
import { shortcut } from "./mandelbrot/shortcut.js";
import { plain as matrixPlain } from "./matrix/plain.js";
import { reordered } from "./matrix/reordered.js";
import { plain as primesPlain } from "./primes/plain.js";
import { segmented, segments } from "./primes/segmented.js";
import { blocks } from "./roots/blocks.js";
import { plain as rootsPlain } from "./roots/plain.js";
import { unrolled } from "./roots/unrolled.js";

// What a run that is not at its end has done at the most: one is for those that are.
const NEARLY_ALL = 1 - Number.EPSILON;

const side = (size) => size;
const BLUR = {
  plain: { baseline: blurPlain, parts: side },
  separable: { baseline: separable, parts: side },
};

// `parts` gives the parts of a round where it can be cut; without it only rounds are shared out.
// `pointBytes` are those of a point of the output, and `takesPicture` says whether as many go in.
const KERNELS = {
  primes: {
    plain: { baseline: primesPlain },
    segmented: { baseline: segmented, parts: segments },
  },
  fibonacci: {
    plain: { baseline: fibonacciPlain, parts: leaves },
    doubling: { baseline: doubling },
  },
  matrix: {
    plain: { baseline: matrixPlain, parts: side },
    reordered: { baseline: reordered, parts: side },
  },
  "blur-grey": { pointBytes: 1, takesPicture: true, ...BLUR },
  "blur-rgba": { pointBytes: 4, takesPicture: true, ...BLUR },
  roots: {
    plain: { baseline: rootsPlain, parts: blocks },
    unrolled: { baseline: unrolled, parts: blocks },
  },
  mandelbrot: {
    pointBytes: 2,
    plain: { baseline: mandelbrotPlain, parts: side },
    shortcut: { baseline: shortcut, parts: side },
  },
};

/**
 * What a share of a run consists of: `parts`, `rounds`, and, where bytes come out, the extent of
 * the picture, the rows of its input and the bytes of a row. Takes a `kernels::Spec` and a
 * `kernels::Share`, and throws a `kernels::RunError` where there is no baseline.
 */
export function portion({ kernel, variant, size, rounds, picture }, { index, of }) {
  const entry = Object.hasOwn(KERNELS, kernel) ? KERNELS[kernel] : {};
  const { baseline, parts } = (Object.hasOwn(entry, variant) && entry[variant]) || {};
  if (!baseline) {
    throw { refused: { message: `no JavaScript baseline for ${kernel} (${variant})` } };
  }
  const share = (units) => ({
    start: Math.floor((units * index) / of),
    end: Math.floor((units * (index + 1)) / of),
  });
  if (!parts) {
    const { start, end } = share(rounds);
    if (start === end) {
      throw { refused: { message: `${rounds} rounds cannot be ${of} shares` } };
    }
    return { baseline, rounds: end - start, parts: { start: 0, end: 1 }, rowBytes: 0 };
  }
  const { pointBytes = 0, takesPicture = false } = entry;
  const { width, height } = picture ?? { width: size, height: size };
  const rows = share(pointBytes > 0 ? height : parts(size));
  return {
    baseline,
    rounds,
    parts: rows,
    width,
    height,
    channels: pointBytes,
    rowBytes: width * pointBytes,
    inputRows: takesPicture
      ? { start: Math.max(0, rows.start - 1), end: Math.min(height, rows.end + 1) }
      : null,
  };
}

/** A run that computes only while it is told to. */
export class Slices {
  #portion;
  #job;
  #round = 0;
  #steps = null;
  #parts = 0;
  #outcome = null;

  /**
   * Takes a `kernels::Spec`, a `kernels::Share`, and, for kernels that work on a picture, rows of it
   * with the place of the first of them. The share's own rows are written to `output`, if it is
   * given.
   */
  constructor(spec, share, input = undefined, firstRow = 0, output = undefined) {
    const own = portion(spec, share);
    checkInput(own, input, firstRow);
    this.#portion = own;
    const length = (own.parts.end - own.parts.start) * own.rowBytes;
    this.#job = {
      size: spec.size,
      parts: own.parts,
      width: own.width,
      height: own.height,
      channels: own.channels,
      input,
      firstRow,
      output: output ?? new Uint8Array(length),
      memory: undefined,
    };
  }

  /** Does the next step; gives whether there is more to do. */
  step() {
    const { rounds, baseline } = this.#portion;
    if (this.#round < rounds) {
      this.#steps ??= baseline(this.#job);
      const { done, value } = this.#steps.next();
      if (done) {
        this.#outcome = value;
        this.#steps = null;
        this.#parts = 0;
        this.#round += 1;
      } else {
        this.#parts = value;
      }
    }
    return this.#round < rounds;
  }

  /** The part of the work that is done, from 0 to 1; one only when all is. */
  fraction() {
    const { parts, rounds } = this.#portion;
    if (this.#round >= rounds) {
      return 1;
    }
    const round = this.#parts / Math.max(1, parts.end - parts.start);
    return Math.min(NEARLY_ALL, (this.#round + round) / rounds);
  }

  /** Computes until so much time has passed, at least one step; gives the fraction. */
  advance(budgetMs) {
    const endMs = performance.now() + budgetMs;
    while (this.step() && performance.now() < endMs);
    return this.fraction();
  }

  /** How many rows of the output are final, from its first on; none before the last round. */
  rows_done() {
    const { parts, rounds, rowBytes } = this.#portion;
    if (rowBytes === 0 || this.#round + 1 < rounds) {
      return 0;
    }
    return this.#round >= rounds ? parts.end - parts.start : Math.floor(this.#parts);
  }

  /** The output, of which the rows that are done are final. */
  output() {
    return this.#job.output;
  }

  /** Does what is left to do, and gives a `kernels::Outcome` and the output. */
  finish() {
    while (this.step());
    return { outcome: this.#outcome, output: this.#job.output };
  }

  /** Of no use here, where memory is collected; the module's objects need it. */
  free() {}
}

/** Computes on the calling thread, which does nothing else until it is done. */
export function run_here(spec, share, input, firstRow) {
  const startMs = performance.now();
  const ran = new Slices(spec, share, input, firstRow).finish();
  const span = {
    phase: "compute",
    start_ms: performance.timeOrigin + startMs,
    duration_ms: Math.max(0, performance.now() - startMs),
  };
  return { ...ran, spans: [span] };
}

function checkInput({ inputRows, rowBytes, height }, input, firstRow) {
  if (!inputRows) {
    return;
  }
  const found = input?.length ?? 0;
  const end = firstRow + found / rowBytes;
  const fits = Number.isInteger(end) && end <= height;
  if (!fits || firstRow > inputRows.start || end < inputRows.end) {
    const expected = (inputRows.end - inputRows.start) * rowBytes;
    throw { wrong_picture: { found, expected } };
  }
}
