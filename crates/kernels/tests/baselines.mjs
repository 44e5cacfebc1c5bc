// Runs the JavaScript baselines on the cases that it is given, one a line, and says what differs.
import { createInterface } from "node:readline";

const { Slices, run_here } = await import(process.argv[2]);

// The same text for the same figures: 1 and 1.0 are one number, and the order of names is nobody's.
const plain = (value) =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort())
      : inner,
  );
const hex = (bytes) => Buffer.from(bytes).toString("hex");

const failures = [];
let cases = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { spec, share, input, first_row, row_bytes, outcome, output, error } = JSON.parse(line);
  const given = () => (input === null ? undefined : new Uint8Array(Buffer.from(input, "hex")));
  const name = `${plain(spec)}, share ${share.index} of ${share.of}`;
  const expect = (what, found, expected) => {
    if (found !== expected) {
      failures.push(`${name}: ${what} ${found.slice(0, 400)}, expected ${expected.slice(0, 400)}`);
    }
  };
  cases += 1;
  try {
    const whole = run_here(spec, share, given(), first_row);
    expect("outcome", plain(whole.outcome), plain(outcome));
    expect("output", hex(whole.output), output);

    const slices = new Slices(spec, share, given(), first_row);
    let last = 0;
    while (slices.step()) {
      const fraction = slices.fraction();
      if (!(fraction >= last && fraction < 1)) {
        failures.push(`${name}: fraction ${fraction} after ${last}`);
      }
      last = fraction;
      // Two digits a byte; no row is shown before it is final.
      const shown = (slices.rows_done() * row_bytes) * 2;
      if (hex(slices.output()).slice(0, shown) !== output.slice(0, shown)) {
        failures.push(`${name}: one of ${slices.rows_done()} rows is not final`);
      }
    }
    expect("fraction", String(slices.fraction()), "1");
    const sliced = slices.finish();
    expect("sliced outcome", plain(sliced.outcome), plain(outcome));
    expect("sliced output", hex(sliced.output), output);
  } catch (thrown) {
    expect("error", thrown instanceof Error ? thrown.stack : plain(thrown), plain(error));
  }
}
for (const failure of failures.slice(0, 20)) {
  console.error(failure);
}
console.log(`${cases} cases, ${failures.length} failures`);
process.exitCode = failures.length > 0 ? 1 : 0;
