// Runs the programs of this folder under real Node and compares what they
// print, and how they exit, with what is recorded beside them.
//
//   node record.mjs [--write] [--times N] [PREFIX…]
//       programs whose path begins with one of the prefixes, or all of them
//   node record.mjs --as node10 --node PATH [--write] …
//       only versions/, under another Node, with `.node10.out` beside them
//
// `.out` is what standard output must be and `.code` is the exit code, which
// is left out where it is 0. A program runs in a new folder with the files of
// disk/ and `big.txt`. Two programs run at a time.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const LIMIT_MS = 30_000;

/** The lines `line 1`, `line 2`, … cut at 200,000 bytes. */
function big() {
  const parts = [];
  for (let n = 1, length = 0; length < 200_000; n++) {
    parts.push(`line ${n}\n`);
    length += parts.at(-1).length;
  }
  return parts.join('').slice(0, 200_000);
}

function options(args) {
  const found = { write: false, times: 1, node: process.execPath, as: '' };
  const prefixes = [];
  while (args.length > 0) {
    const arg = args.shift();
    if (arg === '--write') found.write = true;
    else if (arg === '--times') found.times = Number(args.shift());
    else if (arg === '--node') found.node = args.shift();
    else if (arg === '--as') found.as = args.shift();
    else prefixes.push(arg);
  }
  if (found.as) prefixes.push('versions/');
  return { ...found, prefixes };
}

function programs(prefixes) {
  const found = [];
  for (const topic of fs.readdirSync(here, { withFileTypes: true })) {
    if (!topic.isDirectory() || topic.name === 'disk') continue;
    for (const file of fs.readdirSync(path.join(here, topic.name))) {
      if (/\.m?js$/.test(file)) found.push(`${topic.name}/${file}`);
    }
  }
  const wanted = (name) => prefixes.some((prefix) => name.startsWith(prefix));
  return found.sort().filter((name) => prefixes.length === 0 || wanted(name));
}

function runOnce(node, name) {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'corpus-'));
  for (const file of fs.readdirSync(path.join(here, 'disk'))) {
    fs.copyFileSync(path.join(here, 'disk', file), path.join(cwd, file));
  }
  fs.writeFileSync(path.join(cwd, 'big.txt'), bigText);
  return new Promise((done) => {
    const env = { ...process.env };
    for (const key of ['NODE_OPTIONS', 'FORCE_COLOR', 'NODE_DEBUG']) {
      delete env[key];
    }
    const child = spawn(node, [path.join(here, name)], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    const out = [];
    const err = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('close', (code, signal) => {
      fs.rmSync(cwd, { recursive: true, force: true });
      done({
        out: Buffer.concat(out).toString(),
        err: Buffer.concat(err).toString(),
        code: signal ?? code,
      });
    });
  });
}

function readOr(file, otherwise) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : otherwise;
}

async function check(name) {
  const stem = path.join(here, name.replace(/\.m?js$/, ''));
  const as = opts.as ? `.${opts.as}` : '';
  const outFile = `${stem}${as}.out`;
  const codeFile = `${stem}${as}.code`;
  // Of some only the language is another in that Node, not the order: nothing is recorded.
  if (opts.as && !fs.existsSync(outFile)) return '';
  let wanted;
  if (!opts.write) {
    wanted = {
      out: readOr(outFile, '(not recorded)'),
      code: readOr(codeFile, '0').trim(),
    };
  }
  for (let time = 0; time < opts.times; time++) {
    const got = await runOnce(opts.node, name);
    if (typeof got.code !== 'number') {
      return `${name}: ended by ${got.code}`;
    }
    wanted ??= { out: got.out, code: String(got.code) };
    if (got.out !== wanted.out || String(got.code) !== wanted.code) {
      return (
        `${name}: run ${time + 1} differs\n--- wanted, ${wanted.code}\n` +
        `${wanted.out}--- got, ${got.code}\n${got.out}--- errors\n${got.err}`
      );
    }
  }
  if (opts.write) {
    fs.writeFileSync(outFile, wanted.out);
    if (wanted.code === '0') fs.rmSync(codeFile, { force: true });
    else fs.writeFileSync(codeFile, `${wanted.code}\n`);
  }
  return '';
}

const opts = options(process.argv.slice(2));
const bigText = big();
const queue = programs(opts.prefixes);
const count = queue.length;
let failed = 0;
async function work() {
  while (queue.length > 0) {
    const problem = await check(queue.shift());
    if (problem) {
      failed++;
      console.log(problem);
    }
  }
}
await Promise.all([work(), work()]);
console.log(`${count - failed} of ${count} programs as recorded`);
process.exitCode = failed > 0 ? 1 : 0;
