//! The order that somebody expects, against the one that came.

use event_loop::explain::Parting;

use super::run::Run;

/// The most lines that somebody is asked to order.
pub(crate) const LINES_MAX: usize = 12;

/// A run whose lines somebody puts into an order.
#[derive(Clone, Debug)]
pub(crate) struct Riddle {
    /// The run.
    pub run: Run,
    /// Numbers of the lines that are to be ordered.
    asked: Vec<usize>,
    /// How many lines there are that the program printed.
    all: usize,
}

impl Riddle {
    /// Asks for what the program printed itself, without lines that show nothing.
    pub(crate) fn of(run: Run) -> Self {
        let lines = run.course.lines().iter().enumerate();
        let own = lines.filter(|(_, line)| {
            let at = line.step + 1;
            let print = run.prints.binary_search_by_key(&at, |print| print.at);
            print.is_ok_and(|print| !run.prints[print].is_of_node) && !line.text.trim().is_empty()
        });
        let mut asked: Vec<usize> = own.map(|(number, _)| number).collect();
        let all = asked.len();
        asked.truncate(LINES_MAX);
        Self { run, asked, all }
    }

    /// How many lines are to be ordered.
    pub(crate) fn len(&self) -> usize {
        self.asked.len()
    }

    /// How many there would be.
    pub(crate) fn all(&self) -> usize {
        self.all
    }

    /// The text of one of the lines that are to be ordered, by its place among them.
    pub(crate) fn text(&self, place: usize) -> &str {
        let number = self.asked.get(place);
        let line = number.and_then(|number| self.run.course.lines().get(*number));
        line.map_or("", |line| &line.text)
    }

    /// Where an order of these lines, by their places, and the run part: the place, and what is elsewhere. What nobody
    /// was asked for stays where it came.
    pub(crate) fn parting(&self, expected: &[usize]) -> Option<(usize, Parting)> {
        let mut guess: Vec<usize> = (0..self.run.course.lines().len()).collect();
        for (number, place) in self.asked.iter().zip(expected) {
            guess[*number] = *self.asked.get(*place)?;
        }
        let parting = self.run.course.compare(&guess)?;
        let place = self.asked.iter().position(|number| *number == parting.at);
        Some((place?, parting))
    }
}

/// So many lines, by their numbers, in an order that gives nothing away.
pub(crate) fn shuffled(count: usize, seed: u32) -> Vec<usize> {
    let mut shuffled: Vec<usize> = (0..count).collect();
    let mut state = u64::from(seed) << 1 | 1;
    for last in (1..count).rev() {
        // Knuth's MMIX generator, of which the upper bits are good.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 33) % (last as u64 + 1);
        #[allow(clippy::cast_possible_truncation, reason = "below the list's length")]
        shuffled.swap(last, at as usize);
    }
    // What happens to be right is not to be the beginning.
    if shuffled.is_sorted() && count > 1 {
        shuffled.rotate_left(1);
    }
    shuffled
}

/// Moves a line to another place.
pub(crate) fn moved(lines: &mut Vec<usize>, from: usize, to: usize) {
    if from < lines.len() && to < lines.len() {
        let line = lines.remove(from);
        lines.insert(to, line);
    }
}

#[cfg(test)]
mod tests {
    use event_loop::trace::{Event, Step, Stream};

    use super::super::run::tests::{recorded, run};
    use super::*;

    #[test]
    fn a_shuffled_list_has_the_same_lines_in_another_order() {
        for seed in 0..50 {
            let mut shuffled = shuffled(6, seed);
            assert!(!shuffled.is_sorted(), "{seed}");
            shuffled.sort_unstable();
            assert_eq!(shuffled, [0, 1, 2, 3, 4, 5], "{seed}");
        }
        assert_eq!(shuffled(1, 1), [0]);
        assert_eq!(shuffled(0, 1), [0; 0]);
    }

    #[test]
    fn a_line_moves_and_the_others_stay_in_order() {
        let mut lines = vec![0, 1, 2, 3];
        moved(&mut lines, 3, 0);
        assert_eq!(lines, [3, 0, 1, 2]);
        moved(&mut lines, 0, 2);
        assert_eq!(lines, [0, 1, 3, 2]);
        moved(&mut lines, 0, 4);
        assert_eq!(lines, [0, 1, 3, 2]);
    }

    #[test]
    fn an_order_parts_from_the_run_at_the_first_line_that_is_elsewhere() {
        let riddle = Riddle::of(run());
        assert_eq!((riddle.len(), riddle.all()), (3, 3));
        assert_eq!(riddle.parting(&[0, 1, 2]), None);
        let (place, parting) = riddle.parting(&[0, 2, 1]).expect("tick and timer");
        assert_eq!((place, parting.at, parting.expected), (1, 1, 2));
    }

    #[test]
    fn nobody_orders_what_node_says_of_a_crash() {
        let mut crashed = recorded();
        let last = crashed.steps.len() - 1;
        let report = "Error: so\n    at <main> (program.js:1:1)\n\nNode.js v20.20.2\n";
        let mut ending = printed_by(&crashed.steps[last], None, report);
        // A handler of the end has a last word.
        ending.extend(printed_by(&crashed.steps[last], Some(0), "bye\n"));
        crashed.steps.extend(ending);
        let riddle = Riddle::of(Run::of(crashed));
        assert_eq!((riddle.len(), riddle.text(3)), (4, "bye"));
        assert_eq!(riddle.parting(&[0, 1, 2, 3]), None);
        let (place, parting) = riddle.parting(&[0, 1, 3, 2]).expect("the timer");
        assert_eq!((place, parting.at), (2, 2));
        assert_eq!(riddle.text(place), "timer");
    }

    #[test]
    fn of_many_lines_the_first_are_asked_for() {
        let mut many = recorded();
        let last = many.steps.len() - 1;
        for line in 0..20 {
            let text = format!("{line}\n \n");
            let steps = printed_by(&many.steps[last], Some(0), &text);
            many.steps.extend(steps);
        }
        let riddle = Riddle::of(Run::of(many));
        assert_eq!((riddle.len(), riddle.all()), (LINES_MAX, 23));
    }

    /// What is printed on standard error at the end, be it by a statement.
    fn printed_by(last: &Step, place: Option<u32>, text: &str) -> Vec<Step> {
        let statement = place.map(|place| Event::Statement { place, stack: None });
        let printed = Event::Printed {
            stream: Stream::Error,
            text: text.to_owned(),
        };
        let events = statement.into_iter().chain([printed]);
        events
            .map(|event| Step {
                at_ns: last.at_ns,
                event,
            })
            .collect()
    }
}
