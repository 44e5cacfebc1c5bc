//! Tables in Markdown, aligned so that they can be read as they are.

/// Rows of text under a heading; the first columns hold words, the others figures.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    words: usize,
}

impl Table {
    /// Of these columns, of which the first so many hold words.
    pub(crate) fn new(heading: &[&str], words: usize) -> Self {
        Self {
            rows: vec![heading.iter().map(|&name| name.to_owned()).collect()],
            words,
        }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub(crate) fn markdown(&self) -> String {
        let widths: Vec<usize> = (0..self.rows[0].len())
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        let mut lines: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                let cells = row.iter().zip(&widths).enumerate();
                line(cells.map(|(column, (cell, &width))| {
                    if column < self.words {
                        format!("{cell:<width$}")
                    } else {
                        format!("{cell:>width$}")
                    }
                }))
            })
            .collect();
        let rule = widths.iter().enumerate().map(|(column, &width)| {
            let dashes = "-".repeat(width.max(3) - 1);
            let end = if column < self.words { "-" } else { ":" };
            dashes + end
        });
        lines.insert(1, line(rule));
        lines.join("\n") + "\n"
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_aligned_left_and_figures_right() {
        let mut table = Table::new(&["kernel", "variant", "ms"], 2);
        table.row(["primes", "plain", "12.25"].map(str::to_owned).to_vec());
        table.row(["roots", "simd", "3"].map(str::to_owned).to_vec());
        assert_eq!(
            table.markdown(),
            "| kernel | variant |    ms |\n\
             | ------ | ------- | ----: |\n\
             | primes | plain   | 12.25 |\n\
             | roots  | simd    |     3 |\n"
        );
    }
}
