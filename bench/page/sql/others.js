// What the workers with other builds of SQLite have in common: they open the library that the bench has put beside the
// page, with the settings that ours has, and then do one case after another.
import { perform } from "./cases.js";

/**
 * As `.cargo/config.toml` compiles them in for ours. A database in memory has the journal there and no locks; sql.js
 * keeps its own in a file of a file system in memory, which so is no slower than it has to be.
 */
export const SETTINGS = `
  PRAGMA cache_size = -16384;
  PRAGMA foreign_keys = ON;
  PRAGMA journal_mode = MEMORY;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA temp_store = MEMORY;
`;

const BUILD = "SELECT sqlite_version(), sqlite_source_id()";
const OPTIONS = "SELECT compile_options FROM pragma_compile_options";

/** Answers messages by `open`, which gets the library's bytes and gives its database; see `perform`. */
export function serve(open) {
  let database;
  let data;
  const answers = {
    async open() {
      const [bytes, given] = await Promise.all([read("library.sqlite"), read("data.json")]);
      database = await open(new Uint8Array(bytes));
      data = JSON.parse(new TextDecoder().decode(given));
      const [[version, sourceId]] = rows(database, BUILD);
      return { version, sourceId, options: rows(database, OPTIONS).flat() };
    },
    run: ({ what, check }) => perform(database, what, data, check),
  };
  self.onmessage = async ({ data: { name, value } }) => {
    try {
      self.postMessage({ answer: await answers[name](value) });
    } catch (error) {
      self.postMessage({ error: `${error?.stack ?? error}` });
    }
  };
}

async function read(name) {
  const answer = await fetch(name);
  if (!answer.ok) {
    throw new Error(`${name}: ${answer.status}`);
  }
  return answer.arrayBuffer();
}

function rows(database, sql) {
  const found = [];
  const statement = database.prepare(sql);
  statement.each([], (row) => found.push(row));
  statement.close();
  return found;
}
