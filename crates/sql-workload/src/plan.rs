//! How SQLite goes about a statement: its `EXPLAIN QUERY PLAN`, as a tree.
//!
//! The lines are meant for people and may change with SQLite's version (sqlite.org/eqp.html says so), so
//! what is not understood stays a node with its text and no mark.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The plan of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The steps that stand in no other, in their order.
    pub nodes: Vec<Node>,
}

/// A step of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// SQLite's own words.
    pub detail: String,
    /// What the words say; `None` for what only holds other steps together.
    pub fact: Option<Fact>,
    /// The steps within it.
    pub children: Vec<Self>,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Fact {
    /// Looks at every row of a table.
    FullScan {
        /// The table, or the name that the statement gives it.
        table: String,
    },
    /// Takes every row of a query within the statement, whose own steps stand beside it.
    SubqueryScan {
        /// The name that the statement gives it.
        name: String,
    },
    /// Looks at every entry of an index, in the index's order.
    IndexScan {
        /// Of which table.
        table: String,
        /// Which.
        index: String,
        /// Whether the entries are enough, without the table's rows.
        covering: bool,
    },
    /// Finds rows by their key.
    KeySearch {
        /// Of which table.
        table: String,
    },
    /// Finds rows by an index.
    IndexSearch {
        /// Of which table.
        table: String,
        /// Which.
        index: String,
        /// Whether the entries are enough, without the table's rows.
        covering: bool,
    },
    /// Finds rows by an index that is made for this one execution, because there is none.
    AutomaticIndex {
        /// Of which table.
        table: String,
    },
    /// Puts rows into a temporary tree, because no index gives their order.
    Sort {
        /// What for, such as `ORDER BY`, `GROUP BY` or `DISTINCT`.
        purpose: String,
    },
}

impl Fact {
    /// Whether it costs more the more rows there are, whatever is asked for. A scan may still end early, where
    /// the statement has a limit and needs no other order: the steps that a run counts tell.
    #[must_use]
    pub const fn is_costly(&self) -> bool {
        matches!(
            self,
            Self::FullScan { .. } | Self::AutomaticIndex { .. } | Self::Sort { .. }
        )
    }

    /// Reads one line.
    fn of(detail: &str) -> Option<Self> {
        if let Some(purpose) = detail.strip_prefix("USE TEMP B-TREE FOR ") {
            return Some(Self::Sort {
                purpose: purpose.to_owned(),
            });
        }
        if let Some(rest) = detail.strip_prefix("SCAN ") {
            return scan(rest);
        }
        detail.strip_prefix("SEARCH ").map(search)
    }
}

/// What stands behind `SCAN`.
fn scan(rest: &str) -> Option<Fact> {
    if rest.contains("CONSTANT ROW") {
        return None;
    }
    let (table, using) = table_of(rest);
    Some(match index_of(using) {
        Some((index, covering)) => Fact::IndexScan {
            table,
            index,
            covering,
        },
        None => Fact::FullScan { table },
    })
}

/// What stands behind `SEARCH`.
fn search(rest: &str) -> Fact {
    let (table, using) = table_of(rest);
    if using.starts_with("AUTOMATIC ") {
        return Fact::AutomaticIndex { table };
    }
    match index_of(using) {
        Some((index, covering)) => Fact::IndexSearch {
            table,
            index,
            covering,
        },
        None => Fact::KeySearch { table },
    }
}

/// The table, and what stands behind `USING`.
fn table_of(rest: &str) -> (String, &str) {
    let (table, using) = rest.split_once(" USING ").unwrap_or((rest, ""));
    // What stands behind a table without an index.
    let table = table.split(" VIRTUAL TABLE").next().unwrap_or(table);
    let table = table.strip_suffix(" LEFT-JOIN").unwrap_or(table);
    (table.to_owned(), using)
}

/// The name of an index, and whether it covers.
fn index_of(using: &str) -> Option<(String, bool)> {
    let (name, covering) = match using.strip_prefix("COVERING INDEX ") {
        Some(name) => (name, true),
        None => (using.strip_prefix("INDEX ")?, false),
    };
    let name = name.split(" (").next().unwrap_or(name);
    let name = name.strip_suffix(" LEFT-JOIN").unwrap_or(name);
    Some((name.to_owned(), covering))
}

/// A row of `EXPLAIN QUERY PLAN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// Its number.
    pub id: i64,
    /// The number of the step that it stands in; 0 is the plan itself.
    pub parent: i64,
    /// What it says.
    pub detail: String,
}

impl Plan {
    /// The tree of rows, whose parents come first. A row whose parent is missing stands at the top.
    #[must_use]
    pub fn of_rows(rows: &[PlanRow]) -> Self {
        let mut of_parent: BTreeMap<i64, Vec<&PlanRow>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            // A parent that comes later could be a child as well: what is no tree becomes one.
            let is_known = rows[..at].iter().any(|other| other.id == row.parent);
            let parent = if is_known { row.parent } else { 0 };
            of_parent.entry(parent).or_default().push(row);
        }
        Self {
            nodes: children(&mut of_parent, 0),
        }
    }

    /// All steps, each before those within it, with how deep it stands.
    #[must_use]
    pub fn steps(&self) -> Vec<(usize, &Node)> {
        let mut steps = Vec::new();
        gather(&self.nodes, 0, &mut steps);
        steps
    }

    /// What its steps do, in their order.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.steps()
            .into_iter()
            .filter_map(|(_, node)| node.fact.as_ref())
    }

    /// What one plan does and the other does not.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Difference {
        let (mut left, mut right): (Vec<Fact>, Vec<Fact>) = (
            self.facts().cloned().collect(),
            other.facts().cloned().collect(),
        );
        let mut both = Vec::new();
        left.retain(|fact| {
            let Some(at) = right.iter().position(|other| other == fact) else {
                return true;
            };
            both.push(right.remove(at));
            false
        });
        Difference { left, right, both }
    }
}

fn children(of_parent: &mut BTreeMap<i64, Vec<&PlanRow>>, parent: i64) -> Vec<Node> {
    // Taken away, so that rows of one number cannot lead in a circle.
    let rows = of_parent.remove(&parent).unwrap_or_default();
    let subqueries: Vec<&str> = rows
        .iter()
        .filter_map(|row| {
            let name = row.detail.strip_prefix("CO-ROUTINE ");
            name.or_else(|| row.detail.strip_prefix("MATERIALIZE "))
        })
        .collect();
    rows.iter()
        .map(|row| Node {
            detail: row.detail.clone(),
            fact: match Fact::of(&row.detail) {
                Some(Fact::FullScan { table }) if subqueries.contains(&table.as_str()) => {
                    Some(Fact::SubqueryScan { name: table })
                }
                fact => fact,
            },
            children: children(of_parent, row.id),
        })
        .collect()
}

fn gather<'a>(nodes: &'a [Node], depth: usize, steps: &mut Vec<(usize, &'a Node)>) {
    for node in nodes {
        steps.push((depth, node));
        gather(&node.children, depth + 1, steps);
    }
}

/// Two plans beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What only the first does.
    pub left: Vec<Fact>,
    /// What only the second does.
    pub right: Vec<Fact>,
    /// What both do.
    pub both: Vec<Fact>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plan(lines: &[(i64, i64, &str)]) -> Plan {
        let rows: Vec<_> = lines
            .iter()
            .map(|&(id, parent, detail)| PlanRow {
                id,
                parent,
                detail: detail.to_owned(),
            })
            .collect();
        Plan::of_rows(&rows)
    }

    fn fact(detail: &str) -> String {
        format!("{:?}", Fact::of(detail))
            .replace("Some(", "")
            .replace([')', '"'], "")
    }

    #[test]
    fn lines_are_read() {
        for (detail, expected) in [
            ("SCAN book", "FullScan { table: book }"),
            ("SCAN b LEFT-JOIN", "FullScan { table: b }"),
            ("SCAN CONSTANT ROW", "None"),
            (
                "SCAN orders USING INDEX orders_by_time",
                "IndexScan { table: orders, index: orders_by_time, covering: false }",
            ),
            (
                "SCAN orders USING COVERING INDEX orders_of_user",
                "IndexScan { table: orders, index: orders_of_user, covering: true }",
            ),
            (
                "SEARCH books USING INDEX books_of_author (author_id=?) LEFT-JOIN",
                "IndexSearch { table: books, index: books_of_author, covering: false }",
            ),
            (
                "SEARCH books USING INTEGER PRIMARY KEY (rowid=?)",
                "KeySearch { table: books }",
            ),
            (
                "SEARCH t USING AUTOMATIC COVERING INDEX (x=?)",
                "AutomaticIndex { table: t }",
            ),
            (
                "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
                "Sort { purpose: RIGHT PART OF ORDER BY }",
            ),
            ("CO-ROUTINE authors", "None"),
            ("", "None"),
        ] {
            assert_eq!(fact(detail), expected, "{detail}");
        }
    }

    #[test]
    fn rows_become_a_tree() {
        let plan = plan(&[
            (2, 0, "CO-ROUTINE authors"),
            (5, 2, "SCAN authors"),
            (20, 0, "SCAN authors"),
            (30, 99, "SCAN books"),
        ]);
        let steps: Vec<_> = plan
            .steps()
            .into_iter()
            .map(|(depth, node)| (depth, node.detail.as_str()))
            .collect();
        assert_eq!(
            steps,
            [
                (0, "CO-ROUTINE authors"),
                (1, "SCAN authors"),
                (0, "SCAN authors"),
                (0, "SCAN books")
            ]
        );
        let costly: Vec<_> = plan.facts().map(Fact::is_costly).collect();
        assert_eq!(costly, [true, false, true]);
    }

    #[test]
    fn two_plans_differ_in_what_only_one_does() {
        let one = plan(&[
            (1, 0, "SCAN orders"),
            (2, 0, "SCAN users"),
            (3, 0, "USE TEMP B-TREE FOR ORDER BY"),
        ]);
        let other = plan(&[
            (1, 0, "SEARCH orders USING INDEX orders_of_user (user_id=?)"),
            (2, 0, "SCAN users"),
        ]);
        let difference = one.difference(&other);
        assert_eq!(difference.left.len(), 2);
        assert!(difference.left.iter().all(Fact::is_costly));
        assert!(!difference.right[0].is_costly());
        assert_eq!(
            difference.both,
            [Fact::FullScan {
                table: "users".to_owned()
            }]
        );
        assert_eq!(one.difference(&one).left, []);
    }

    proptest! {
        #[test]
        fn any_rows_give_each_row_once_at_most(
            rows in prop::collection::vec((0_i64..8, 0_i64..8, "[A-Z ]{0,20}"), 0..20),
        ) {
            let rows: Vec<_> = rows
                .into_iter()
                .map(|(id, parent, detail)| PlanRow { id, parent, detail })
                .collect();
            let plan = Plan::of_rows(&rows);
            prop_assert!(plan.steps().len() <= rows.len());
        }

        #[test]
        fn a_tree_keeps_every_row(parents in prop::collection::vec(0_usize..20, 1..20)) {
            let rows: Vec<_> = parents
                .iter()
                .enumerate()
                .map(|(at, parent)| PlanRow {
                    id: i64::try_from(at).expect("small") + 1,
                    parent: i64::try_from(*parent % (at + 1)).expect("small"),
                    detail: String::new(),
                })
                .collect();
            prop_assert_eq!(Plan::of_rows(&rows).steps().len(), rows.len());
        }
    }
}
