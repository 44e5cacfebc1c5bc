//! Finds statements that a program executes again and again, and says what would replace them.
//!
//! It sees the shapes of statements, their order and their rows, not their values: that rows *feed* a
//! statement is taken from the count of its executions, which is at most that of the rows before it.

mod statement;

use serde::{Deserialize, Serialize};

use crate::sql::normalise;
use crate::trace::Trace;
use statement::Statement;

/// Executions from which on a statement behind a query counts as repeated.
pub const N_PLUS_ONE_MIN: u64 = 3;

/// Executions from which on a statement without a query before it counts as repeated.
pub const REPEATED_MIN: u64 = 10;

/// A shape that is repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// The shape: see [`normalise`].
    pub shape: String,
    /// How often it was executed.
    pub executions: u64,
    /// What would replace it, the one with the fewest round trips first; none where its text is too involved.
    pub replacements: Vec<Replacement>,
}

/// What is repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Kind {
    /// A query for each row of another.
    NPlusOne {
        /// The shape of the other.
        parent: String,
        /// How many rows it gave.
        rows: u64,
    },
    /// A query for each of many values that come from elsewhere.
    Reads,
    /// An insert for each row.
    Inserts {
        /// Whether they are in one transaction.
        #[serde(rename = "inTransaction")]
        in_transaction: bool,
    },
}

/// What to do instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Replacement {
    /// One query that joins the two.
    Join {
        /// The table that the other query reads.
        parent: String,
        /// Its column that feeds the repeated query, by the custom of naming.
        #[serde(rename = "parentColumn")]
        parent_column: String,
        /// The table that the repeated query reads.
        table: String,
        /// Its column that is compared.
        column: String,
        /// The query.
        sql: String,
    },
    /// One query with a list of values.
    InBatch {
        /// The table.
        table: String,
        /// Its column that is compared.
        column: String,
        /// The query, whose list has one value for any number.
        sql: String,
    },
    /// One insert of several rows.
    Chunk {
        /// The table.
        table: String,
        /// The insert of two rows, to be continued.
        sql: String,
    },
    /// A transaction around them.
    Transaction,
}

/// What is repeated in a run, that which is executed most often first. Of a run that is longer than its
/// trace, it sees the statements that are listed.
#[must_use]
pub fn detect(trace: &Trace) -> Vec<Finding> {
    let run = Run::of(trace);
    let mut findings: Vec<Finding> = (0..run.shapes.len())
        .filter_map(|shape| run.finding(shape))
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.executions));
    findings
}

/// A run by its normalised shapes.
struct Run {
    shapes: Vec<Shape>,
    /// Indices into `shapes`, as they were executed.
    order: Vec<usize>,
}

struct Shape {
    text: String,
    statement: Statement,
    executions: u64,
    rows: u64,
    /// Index into `order` of its first execution.
    first: usize,
}

impl Run {
    fn of(trace: &Trace) -> Self {
        let mut run = Self {
            shapes: Vec::new(),
            order: Vec::new(),
        };
        let of_texts: Vec<usize> = trace
            .shapes
            .iter()
            .map(|text| run.index_of(&normalise(text)))
            .collect();
        for executed in &trace.statements {
            let Some(&index) = of_texts.get(executed.shape) else {
                continue;
            };
            let shape = &mut run.shapes[index];
            if shape.executions == 0 {
                shape.first = run.order.len();
            }
            shape.executions += 1;
            shape.rows += executed.cost.rows;
            run.order.push(index);
        }
        run
    }

    fn index_of(&mut self, text: &str) -> usize {
        let known = self.shapes.iter().position(|shape| shape.text == text);
        known.unwrap_or_else(|| {
            self.shapes.push(Shape {
                text: text.to_owned(),
                statement: Statement::of(text),
                executions: 0,
                rows: 0,
                first: 0,
            });
            self.shapes.len() - 1
        })
    }

    fn finding(&self, index: usize) -> Option<Finding> {
        let shape = &self.shapes[index];
        let (kind, replacements) = match &shape.statement {
            Statement::Select {
                compared: Some(_), ..
            } => self.reads(shape)?,
            Statement::Insert { .. } => self.inserts(shape)?,
            _ => return None,
        };
        Some(Finding {
            kind,
            shape: shape.text.clone(),
            executions: shape.executions,
            replacements,
        })
    }

    fn reads(&self, shape: &Shape) -> Option<(Kind, Vec<Replacement>)> {
        let batch = shape.statement.in_batch();
        if shape.executions >= N_PLUS_ONE_MIN
            && let Some(parent) = self.parent_of(shape)
        {
            let join = shape.statement.join(&parent.statement, &parent.text);
            let kind = Kind::NPlusOne {
                parent: parent.text.clone(),
                rows: parent.rows,
            };
            return Some((kind, join.into_iter().chain(batch).collect()));
        }
        (shape.executions >= REPEATED_MIN).then(|| (Kind::Reads, batch.into_iter().collect()))
    }

    /// The query whose rows may feed it: the last before its first execution that is executed less often,
    /// and gave as many rows or more.
    fn parent_of(&self, shape: &Shape) -> Option<&Shape> {
        self.order[..shape.first]
            .iter()
            .rev()
            .map(|index| &self.shapes[*index])
            .find(|other| {
                matches!(other.statement, Statement::Select { .. })
                    && other.executions < shape.executions
                    && other.rows >= shape.executions
            })
    }

    fn inserts(&self, shape: &Shape) -> Option<(Kind, Vec<Replacement>)> {
        if shape.executions < REPEATED_MIN {
            return None;
        }
        let begun = self.order[..shape.first].iter().rev().find_map(|index| {
            match self.shapes[*index].statement {
                Statement::Begin => Some(true),
                Statement::End => Some(false),
                _ => None,
            }
        });
        let in_transaction = begun.unwrap_or(false);
        let mut replacements: Vec<Replacement> = shape.statement.in_chunk().into_iter().collect();
        if !in_transaction {
            replacements.push(Replacement::Transaction);
        }
        Some((Kind::Inserts { in_transaction }, replacements))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::trace::Cost;

    /// Statements with how many rows they gave, and how often they come one after another.
    fn trace(statements: &[(&str, u64, usize)]) -> Trace {
        let mut trace = Trace::default();
        for &(sql, rows, times) in statements {
            for _ in 0..times {
                trace.push(
                    sql,
                    Cost {
                        rows,
                        ..Cost::default()
                    },
                );
            }
        }
        trace
    }

    const AUTHORS: &str = "SELECT id, name FROM authors ORDER BY id LIMIT ?";

    #[test]
    fn a_query_for_each_row_is_found_with_what_replaces_it() {
        let findings = detect(&trace(&[
            (AUTHORS, 5, 1),
            ("SELECT title FROM books WHERE author_id = 1", 2, 1),
            ("SELECT title FROM books WHERE author_id = 2", 2, 1),
            ("SELECT title FROM books WHERE author_id = 3", 2, 3),
        ]));
        assert_eq!(findings.len(), 1, "{findings:?}");
        let finding = &findings[0];
        assert_eq!(finding.executions, 5);
        assert_eq!(
            finding.kind,
            Kind::NPlusOne {
                parent: AUTHORS.to_owned(),
                rows: 5
            }
        );
        let [
            Replacement::Join {
                sql: join,
                parent_column,
                ..
            },
            Replacement::InBatch { sql: batch, .. },
        ] = &finding.replacements[..]
        else {
            panic!("{finding:?}");
        };
        assert_eq!(parent_column, "id");
        assert_eq!(
            join,
            "SELECT parent.*, child.* FROM (SELECT id, name FROM authors ORDER BY id LIMIT ?) AS parent \
             LEFT JOIN books AS child ON child.author_id = parent.id"
        );
        assert_eq!(
            batch,
            "SELECT author_id, title FROM books WHERE author_id IN (?)"
        );
    }

    #[test]
    fn two_levels_are_two_findings() {
        let mut statements = vec![("SELECT id FROM users", 4, 1)];
        for _ in 0..4 {
            statements.push(("SELECT id, book_id FROM orders WHERE user_id = ?", 3, 1));
            statements.push(("SELECT id, title FROM books WHERE id = ?", 1, 3));
        }
        let findings = detect(&trace(&statements));
        let parents: Vec<_> = findings
            .iter()
            .map(|finding| match &finding.kind {
                Kind::NPlusOne { parent, rows } => (parent.as_str(), *rows),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            parents,
            [
                ("SELECT id, book_id FROM orders WHERE user_id = ?", 12),
                ("SELECT id FROM users", 4)
            ]
        );
        // A book is named by the orders' column.
        let Some(Replacement::Join { parent_column, .. }) = findings[0].replacements.first() else {
            panic!("{findings:?}");
        };
        assert_eq!(parent_column, "book_id");
    }

    #[test]
    fn inserts_are_found_with_and_without_a_transaction() {
        let insert = "INSERT INTO incoming (id, user_id) VALUES (?, ?)";
        let alone = detect(&trace(&[(insert, 0, 10)]));
        assert_eq!(
            alone[0].kind,
            Kind::Inserts {
                in_transaction: false
            }
        );
        assert_eq!(
            alone[0].replacements,
            [
                Replacement::Chunk {
                    table: "incoming".to_owned(),
                    sql: "INSERT INTO incoming(id, user_id) VALUES (?, ?), (?, ?)".to_owned()
                },
                Replacement::Transaction
            ]
        );
        let together = detect(&trace(&[
            ("BEGIN", 0, 1),
            (insert, 0, 10),
            ("COMMIT", 0, 1),
        ]));
        assert_eq!(together[0].replacements.len(), 1);
        assert!(detect(&trace(&[(insert, 0, 9)])).is_empty());
    }

    #[test]
    fn what_is_not_repeated_is_not_found() {
        for statements in [
            vec![
                (AUTHORS, 5, 1),
                ("SELECT * FROM books WHERE author_id IN (?)", 9, 5),
            ],
            vec![
                (AUTHORS, 5, 1),
                ("SELECT * FROM books WHERE author_id = ?", 9, 2),
            ],
            vec![("SELECT * FROM books WHERE author_id = ?", 9, 9)],
            vec![(AUTHORS, 5, 20)],
        ] {
            assert_eq!(detect(&trace(&statements)), []);
        }
        let reads = detect(&trace(&[("SELECT * FROM books WHERE id = ?", 1, 10)]));
        assert_eq!(reads[0].kind, Kind::Reads);
    }

    proptest! {
        #[test]
        fn any_statements_have_findings_or_none(
            statements in prop::collection::vec((any::<String>(), 0_u64..20, 0_usize..12), 0..10),
        ) {
            let statements: Vec<_> = statements
                .iter()
                .map(|(sql, rows, times)| (sql.as_str(), *rows, *times))
                .collect();
            let _ = detect(&trace(&statements));
        }
    }
}
