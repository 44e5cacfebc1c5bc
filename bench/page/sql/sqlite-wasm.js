// @sqlite.org/sqlite-wasm. Statements are bound and stepped by its functions of SQLite's C interface: they take half
// the time of the methods of its objects.
import { SETTINGS, serve } from "./others.js";

// All is in memory, and a storage that nobody uses would start a worker of its own.
globalThis.sqlite3ApiConfig = {
  disable: { vfs: { kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-wl": true, "opfs-sahpool": true } },
};

serve(async (bytes) => {
  const { default: start } = await import("./lib/sqlite-wasm/index.mjs");
  const { capi, oo1, wasm } = await start();
  const database = new oo1.DB(":memory:");
  // That of the library: its pages are copied as they are.
  database.exec("PRAGMA page_size = 4096");
  const source = new oo1.DB(":memory:");
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE;
  const { length } = bytes;
  const place = wasm.allocFromTypedArray(bytes);
  source.checkRc(capi.sqlite3_deserialize(source, "main", place, length, length, flags));
  const backup = capi.sqlite3_backup_init(database, "main", source, "main");
  capi.sqlite3_backup_step(backup, -1);
  database.checkRc(capi.sqlite3_backup_finish(backup));
  source.close();
  database.exec(SETTINGS);
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => prepared(capi, database, sql),
  };
});

function prepared(capi, database, sql) {
  const statement = database.prepare(sql);
  const { pointer, columnCount } = statement;
  const { SQLITE_DONE, SQLITE_ROW } = capi;
  const bind = (values) => {
    for (let at = 0; at < values.length; at++) {
      // The cases bind whole numbers of 32 bits only.
      capi.sqlite3_bind_int(pointer, at + 1, values[at]);
    }
  };
  const reset = (result) => {
    database.checkRc(capi.sqlite3_reset(pointer));
    if (result !== SQLITE_DONE) {
      throw new Error(`${sql} ended by ${result}`);
    }
  };
  return {
    run(values) {
      bind(values);
      reset(capi.sqlite3_step(pointer));
    },
    each(values, take) {
      bind(values);
      let result;
      while ((result = capi.sqlite3_step(pointer)) === SQLITE_ROW) {
        const row = new Array(columnCount);
        for (let column = 0; column < columnCount; column++) {
          row[column] = capi.sqlite3_column_js(pointer, column);
        }
        take(row);
      }
      reset(result);
    },
    close: () => statement.finalize(),
  };
}
