// Runs programs one after the other in one process of Node:
//
//   node batch.mjs PROGRAMS RESULTS
//
// PROGRAMS has a JSON string a line; RESULTS gets what each printed, a JSON
// string a line, in the same order. The working folder has the files that the
// programs read.
//
// A program begins in `beforeExit`: the loop is at rest then, ticks and
// microtasks run once the handler returns, and the loop begins anew with its
// timers. All of that is as after a main module. A program that leaves the
// loop nothing to do ends the process, as nothing else can tell in time: so an
// immediate follows those that surely do, and whoever finds fewer results than
// programs starts another process for the rest.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'node:util';

const [programsFile, resultsFile] = process.argv.slice(2);
const programs = fs
  .readFileSync(programsFile, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const require = createRequire(import.meta.url);
const results = [];
let printed;
const OF_THE_LOOP = /setTimeout|setInterval|setImmediate|readFile/;

const write = (text) => {
  printed += `${text}\n`;
};
const consoleOfProgram = { log: (...values) => write(format(...values)) };
const report = (kind) => (error) => write(`[${kind}] ${error?.message}`);
process.on('uncaughtException', report('thrown'));
process.on('unhandledRejection', report('unhandled'));

function begin(source) {
  printed = '';
  try {
    const parameters = ['console', 'require'];
    const program = new Function(...parameters, source);
    program(consoleOfProgram, require);
  } catch (error) {
    report('thrown')(error);
  }
  if (!OF_THE_LOOP.test(source)) setImmediate(() => {});
}

function finish() {
  if (printed !== undefined) results.push(printed);
  printed = undefined;
}

process.on('beforeExit', () => {
  finish();
  if (results.length < programs.length) begin(programs[results.length]);
});
process.on('exit', () => {
  finish();
  const lines = results.map((result) => `${JSON.stringify(result)}\n`);
  fs.writeFileSync(resultsFile, lines.join(''));
});
