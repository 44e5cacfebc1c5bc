//! Tables for the terminal and for Markdown.

use std::fmt::Write;

/// Rows of text under a heading; the first column is aligned left, the others right.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(heading: &[&str]) -> Self {
        Self {
            rows: vec![heading.iter().map(|&name| name.to_owned()).collect()],
        }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table with a line under its heading.
    pub(crate) fn plain(&self) -> String {
        let widths = self.widths();
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            text.push_str(Self::line(row, &widths, "  ").trim_end());
            text.push('\n');
            if index == 0 {
                let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
                text.push_str(&rule.join("  "));
                text.push('\n');
            }
        }
        text
    }

    /// The table in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let widths = self.widths();
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "| {} |", Self::line(row, &widths, " | "));
            if index == 0 {
                let rule: Vec<String> = widths
                    .iter()
                    .enumerate()
                    .map(|(column, &width)| {
                        let dashes = "-".repeat(width.max(3) - 1);
                        if column == 0 {
                            format!("{dashes}-")
                        } else {
                            format!("{dashes}:")
                        }
                    })
                    .collect();
                let _ = writeln!(text, "| {} |", rule.join(" | "));
            }
        }
        text
    }

    fn line(row: &[String], widths: &[usize], gap: &str) -> String {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, &width))| {
                if column == 0 {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            })
            .collect();
        cells.join(gap)
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        (0..columns)
            .map(|column| {
                self.rows
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| cell.chars().count())
                    .max()
                    .unwrap_or(0)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new(&["kind", "passed"]);
        table.row(["native".to_owned(), "12".to_owned()]);
        table.row(["e2e".to_owned(), "3".to_owned()]);
        table
    }

    #[test]
    fn columns_of_figures_are_aligned_right() {
        assert_eq!(
            sample().plain(),
            "kind    passed\n------  ------\nnative      12\ne2e          3\n"
        );
    }

    #[test]
    fn markdown_has_a_rule_that_aligns() {
        assert_eq!(
            sample().markdown(),
            "| kind   | passed |\n| ------ | -----: |\n| native |     12 |\n| e2e    |      3 |\n"
        );
    }
}
