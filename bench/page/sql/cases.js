// The cases as a program in JavaScript does them, whatever builds its SQLite: the same statements in the same order as
// the patterns of crates/sql-workload/src/patterns, and every value of every row decoded.
import { Digest } from "./digest.js";

const COLUMNS_OF_AN_ORDER = 5;
const INSERTED = "SELECT id, user_id, book_id, quantity, placed_at FROM incoming ORDER BY id";
const CLEAR = "DELETE FROM incoming";

/**
 * Does a case once. `database` has `exec(sql)` and `prepare(sql)`; what that gives has `run(values)`, `each(values,
 * take)` with an array of values for each row, and `close()`. Milliseconds are those of the case alone; the
 * fingerprint of its rows is made afterwards, if it is to be checked.
 */
export function perform(database, what, data, check) {
  const { run, digest, undo } = CASES[what.id];
  const start = performance.now();
  const found = run(database, what, data);
  const ms = performance.now() - start;
  const answer = { ms, digest: check ? digest(database, found) : null };
  undo?.(database);
  return answer;
}

const clear = (database) => database.exec(CLEAR);

const CASES = {
  "insert-prepared": {
    run(database, { statements: [begin, insert, commit] }, { orders }) {
      database.exec(begin);
      const statement = database.prepare(insert);
      for (const order of orders) {
        statement.run(order);
      }
      statement.close();
      database.exec(commit);
    },
    digest: inserted,
    undo: clear,
  },
  "insert-in-chunks": {
    run(database, { statements: [begin, insert, commit], params: { batch } }, { orders }) {
      database.exec(begin);
      const more = ", (?, ?, ?, ?, ?)".repeat(batch - 1);
      const statement = database.prepare(insert + more);
      for (let at = 0; at < orders.length; at += batch) {
        const values = new Array(batch * COLUMNS_OF_AN_ORDER);
        for (let row = 0; row < batch; row++) {
          for (let column = 0; column < COLUMNS_OF_AN_ORDER; column++) {
            values[row * COLUMNS_OF_AN_ORDER + column] = orders[at + row][column];
          }
        }
        statement.run(values);
      }
      statement.close();
      database.exec(commit);
    },
    digest: inserted,
    undo: clear,
  },
  prepared: {
    run(database, { statements: [book] }, { ids }) {
      const statement = database.prepare(book);
      const books = [];
      for (const id of ids) {
        statement.each([id], ([id, title, year]) => books.push({ id, title, year }));
      }
      statement.close();
      return books;
    },
    digest: (_, books) =>
      fingerprint(books, (digest, { id, title, year }) => digest.row([id, title, year])),
  },
  join: {
    run(database, { statements: [join], params: { n } }) {
      const statement = database.prepare(join);
      const authors = [];
      let last;
      statement.each([n], ([authorId, name, id, title, year]) => {
        if (last?.id !== authorId) {
          last = { id: authorId, name, books: [] };
          authors.push(last);
        }
        // Of an author without books there is one row, without a book.
        if (id !== null) {
          last.books.push({ id, title, year });
        }
      });
      statement.close();
      return authors;
    },
    digest: (_, authors) =>
      fingerprint(authors, (digest, { id, name, books }) => {
        digest.row([id, name]);
        for (const { id, title, year } of books) {
          digest.row([id, title, year]);
        }
      }),
  },
  aggregate: {
    run(database, { statements: [sql] }) {
      const statement = database.prepare(sql);
      const rows = [];
      statement.each([], (row) => rows.push(row));
      statement.close();
      return rows;
    },
    digest: (_, rows) => fingerprint(rows, (digest, row) => digest.row(row)),
  },
};

function fingerprint(all, add) {
  const digest = new Digest();
  for (const one of all) {
    add(digest, one);
  }
  return digest.toString();
}

function inserted(database) {
  const digest = new Digest();
  const statement = database.prepare(INSERTED);
  statement.each([], (row) => digest.row(row));
  statement.close();
  return digest.toString();
}
