// Optimises WebAssembly modules in place, all by one instance of Binaryen: its command-line tool, started for
// each of the app's fifty parts, spends most of its time on being compiled. What comes out is the same.
//
//   node optimise.mjs <Binaryen's index.js> <O0…O4, Os, Oz> <Feature,Feature,…> <module>…

import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [library, level, names, ...modules] = process.argv.slice(2);
const { default: binaryen } = await import(pathToFileURL(library).href);

// How much to optimise, and how much of that for size, as the command-line tool has it.
const LEVELS = { O0: [0, 0], O1: [1, 0], O2: [2, 0], O3: [3, 0], O4: [4, 0], Os: [2, 1], Oz: [2, 2] };

function known(table, name, what) {
  if (!Object.hasOwn(table, name)) {
    throw new Error(`${what} ${JSON.stringify(name)} is unknown; there are ${Object.keys(table).join(", ")}`);
  }
  return table[name];
}

const [optimise, shrink] = known(LEVELS, level, "the level");
const features = names.split(",").reduce((all, name) => all | known(binaryen.Features, name, "the feature"), 0);
binaryen.setOptimizeLevel(optimise);
binaryen.setShrinkLevel(shrink);
// Without it modules are larger by some thousandths.
binaryen.setGenerateStackIR(optimise >= 2 || shrink >= 1);
binaryen.setOptimizeStackIR(optimise >= 2 || shrink >= 1);

// Streams that Rust feeds to JavaScript. The crate comes with Leptos, nothing of ours makes such a stream, and code that
// is exported is kept.
const UNCALLED = /^(__wbg_)?intounderlying(bytesource|sink|source)_/;

function removeUncalled(module) {
  const exports = Array.from({ length: module.getNumExports() }, (_, index) => module.getExportByIndex(index));
  const names = exports.map((entry) => binaryen.getExportInfo(entry).name);
  for (const name of names.filter((name) => UNCALLED.test(name))) module.removeExport(name);
}

for (const path of modules) {
  const module = binaryen.readBinary(await readFile(path));
  module.setFeatures(features);
  removeUncalled(module);
  module.optimize();
  if (!module.validate()) {
    throw new Error(`${path} is no valid module for browsers with ${names}`);
  }
  await writeFile(path, module.emitBinary());
  module.dispose();
}
