// Authors with their books, by one query each, by a join, or by two queries, from a file that the other
// server has filled.
'use strict';

let open = null;

function database(file) {
  if (!open) {
    if (!file) throw new Error('DATABASE names no file');
    // Compiled on this machine; where that was not possible, the other endpoints still work.
    const Database = require('better-sqlite3');
    const db = new Database(file, { readonly: true, fileMustExist: true });
    open = {
      authors: db.prepare('SELECT id, name FROM authors ORDER BY id LIMIT ?'),
      booksOf: db.prepare('SELECT id, title, year FROM books WHERE author_id = ? ORDER BY id'),
      joined: db.prepare(
        'SELECT a.id AS author, a.name, b.id, b.title, b.year'
          + ' FROM (SELECT id, name FROM authors ORDER BY id LIMIT ?) a'
          + ' LEFT JOIN books b ON b.author_id = a.id ORDER BY a.id, b.id',
      ),
      booksOfMany: db.prepare(
        'SELECT author_id AS author, id, title, year FROM books'
          + ' WHERE author_id IN (SELECT value FROM json_each(?)) ORDER BY author_id, id',
      ),
    };
  }
  return open;
}

const strategies = {
  'n-plus-one': (db, limit) =>
    db.authors.all(limit).map(({ id, name }) => ({ id, name, books: db.booksOf.all(id) })),

  join(db, limit) {
    const authors = [];
    for (const { author, name, id, title, year } of db.joined.all(limit)) {
      let last = authors.at(-1);
      if (last?.id !== author) {
        last = { id: author, name, books: [] };
        authors.push(last);
      }
      if (id !== null) last.books.push({ id, title, year });
    }
    return authors;
  },

  batched(db, limit) {
    const authors = db.authors.all(limit).map(({ id, name }) => ({ id, name, books: [] }));
    const byId = new Map(authors.map((author) => [author.id, author]));
    for (const { author, id, title, year } of db.booksOfMany.all(JSON.stringify([...byId.keys()]))) {
      byId.get(author).books.push({ id, title, year });
    }
    return authors;
  },
};

function books(file, strategy, limit) {
  const authors = strategies[strategy](database(file), limit);
  return { strategy, authors, count: authors.length };
}

module.exports = { books, STRATEGIES: Object.keys(strategies) };
