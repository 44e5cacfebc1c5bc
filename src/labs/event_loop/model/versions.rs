//! What the same program prints under several versions of Node.

/// The first line in which outputs differ, counted from 0; none where all are the same.
pub(crate) fn first_difference(outputs: &[Vec<String>]) -> Option<usize> {
    let first = outputs.first()?;
    let longest = outputs.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest).find(|line| {
        let of_first = first.get(*line);
        outputs.iter().any(|output| output.get(*line) != of_first)
    })
}

/// The lines of an output.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// Whether lines draw something, such as a table, that wrapping would tear.
pub(crate) fn is_drawn(lines: &[String]) -> bool {
    let is_frame = |character| ('\u{2500}'..='\u{257f}').contains(&character);
    lines.iter().any(|line| line.contains(is_frame))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_drawn() {
        assert!(is_drawn(&lines("a\n┌───┐\n│ 1 │")));
        assert!(!is_drawn(&lines("a\n| 1 |")));
    }

    #[test]
    fn outputs_differ_at_the_first_line_that_not_all_have() {
        let outputs = |texts: &[&str]| texts.iter().map(|text| lines(text)).collect::<Vec<_>>();
        assert_eq!(
            first_difference(&outputs(&["a\nb", "a\nb", "a\nc"])),
            Some(1)
        );
        assert_eq!(first_difference(&outputs(&["a", "a\nb"])), Some(1));
        assert_eq!(first_difference(&outputs(&["a\nb", "a\nb"])), None);
        assert_eq!(first_difference(&[]), None);
    }
}
