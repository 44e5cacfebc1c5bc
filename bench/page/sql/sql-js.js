// sql.js, whose script is made for workers that are no modules.
importScripts("lib/sql.js/sql-wasm-browser.js");

const common = import("./others.js");

// Whoever sends a message before that is there is answered afterwards.
const early = [];
self.onmessage = (event) => early.push(event);

common.then(({ SETTINGS, serve }) => {
  serve(async (bytes) => {
    const SQL = await initSqlJs({ locateFile: (name) => `lib/sql.js/${name}` });
    const database = new SQL.Database(bytes);
    database.exec(SETTINGS);
    return {
      exec: (sql) => database.exec(sql),
      prepare: (sql) => {
        const statement = database.prepare(sql);
        return {
          run: (values) => statement.run(values),
          each(values, take) {
            statement.bind(values);
            while (statement.step()) {
              take(statement.get());
            }
            statement.reset();
          },
          close: () => statement.free(),
        };
      },
    };
  });
  for (const event of early) {
    self.onmessage(event);
  }
});
