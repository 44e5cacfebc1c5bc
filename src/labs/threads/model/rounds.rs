//! Which place has its turn when a press of the button runs several of them several times over.

use sampling::Random;
use sampling::median::INTERVAL_SAMPLES_MIN;

use super::run::Turn;
use crate::place::Place;

/// In which order the places of a round have their turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TurnOrder {
    /// In one of each round's own, drawn from this seed: what changes meanwhile (heat, boost, neighbours) strikes none
    /// of them more than others.
    Drawn(u64),
    /// As they are named, where one is to be seen after the other.
    Given,
}

/// The turns of one press. In each round every place has one.
#[derive(Clone, Debug)]
pub(crate) struct Rounds {
    places: Vec<Place>,
    repeats: u32,
    /// What orders are drawn from, if they are.
    random: Option<Random>,
    /// What comes next.
    turn: Turn,
    /// Who is still to run in this round, the next one last.
    queue: Vec<Place>,
    /// Whose first run had to start something.
    owed: Vec<Place>,
    /// Set once the round that makes up for first runs has begun.
    made_up: bool,
}

impl Rounds {
    /// The turns of one press: `repeats` rounds over the places.
    #[must_use]
    pub(crate) fn new(places: &[Place], repeats: u32, press: u32, order: TurnOrder) -> Self {
        let seed = match order {
            TurnOrder::Drawn(seed) => Some(seed),
            TurnOrder::Given => None,
        };
        Self {
            places: places.to_vec(),
            repeats,
            random: seed.map(Random::of),
            turn: Turn {
                press,
                round: 0,
                seed: seed.unwrap_or_default(),
            },
            queue: Vec::new(),
            owed: Vec::new(),
            made_up: false,
        }
    }

    /// The next place, and its turn; `None` when all had theirs.
    pub(crate) fn next_turn(&mut self) -> Option<(Place, Turn)> {
        if self.queue.is_empty() {
            let places = if self.turn.round < self.repeats {
                self.places.clone()
            } else if self.made_up {
                return None;
            } else {
                self.made_up = true;
                std::mem::take(&mut self.owed)
            };
            self.turn.round += 1;
            self.queue = match &mut self.random {
                Some(random) => random.shuffled(places),
                None => places.into_iter().rev().collect(),
            };
        }
        Some((self.queue.pop()?, self.turn))
    }

    /// To be called when a run had to start workers or load code. Where a median with an interval was
    /// asked for, its place gets one more round at the end, so that a first run can be left out and as
    /// many runs count as were asked for.
    pub(crate) fn first_run(&mut self, place: Place) {
        let has_interval = self.repeats as usize >= INTERVAL_SAMPLES_MIN;
        if has_interval && !self.made_up && !self.owed.contains(&place) {
            self.owed.push(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: [Place; 3] = [
        Place::Main,
        Place::Worker,
        Place::Pool {
            workers: 2,
            jobs: 8,
        },
    ];

    /// All turns, where the first run in each of `starting` has to start something.
    fn turns(repeats: u32, seed: u64, starting: &[Place]) -> Vec<(Place, Turn)> {
        let mut rounds = Rounds::new(&PLACES, repeats, 1, TurnOrder::Drawn(seed));
        let mut all = Vec::new();
        while let Some((place, turn)) = rounds.next_turn() {
            let is_first = !all.iter().any(|(other, _)| *other == place);
            if is_first && starting.contains(&place) {
                rounds.first_run(place);
            }
            all.push((place, turn));
        }
        all
    }

    #[test]
    fn where_one_is_to_be_seen_after_the_other_places_keep_their_order() {
        let mut rounds = Rounds::new(&PLACES, 2, 1, TurnOrder::Given);
        for _ in 0..2 {
            for place in PLACES {
                assert_eq!(rounds.next_turn().map(|(of, _)| of), Some(place));
            }
        }
        assert_eq!(rounds.next_turn(), None);
    }

    #[test]
    fn every_place_has_one_turn_a_round_in_orders_that_the_seed_brings_about_again() {
        let all = turns(5, 7, &[]);
        assert_eq!(all.len(), 15);
        for (index, round) in all.chunks(3).enumerate() {
            assert!(
                PLACES
                    .iter()
                    .all(|place| round.iter().any(|(of, _)| of == place))
            );
            assert!(
                round
                    .iter()
                    .all(|(_, turn)| turn.round as usize == index + 1)
            );
        }
        let orders: Vec<Vec<Place>> = all
            .chunks(3)
            .map(|round| round.iter().map(|(place, _)| *place).collect())
            .collect();
        assert!(orders.iter().any(|order| *order != orders[0]), "{orders:?}");
        assert_eq!(turns(5, 7, &[]), all);
        assert_ne!(turns(5, 8, &[]), all);
    }

    #[test]
    fn first_runs_are_made_up_for_where_a_median_with_an_interval_was_asked_for() {
        let all = turns(6, 1, &[PLACES[1], PLACES[2]]);
        let count = |place| all.iter().filter(|(of, _)| *of == place).count();
        assert_eq!(PLACES.map(count), [6, 7, 7]);
        assert_eq!(all.last().map(|(_, turn)| turn.round), Some(7));
        // With fewer there is no interval to be had.
        assert_eq!(turns(5, 1, &PLACES).len(), 15);
    }

    #[test]
    fn one_round_makes_up_for_all_there_is() {
        let mut rounds = Rounds::new(&PLACES[..1], 6, 1, TurnOrder::Drawn(1));
        let mut count = 0;
        // A place that starts anew each time, such as a pool whose worker crashes in every run.
        while let Some((place, _)) = rounds.next_turn() {
            rounds.first_run(place);
            count += 1;
        }
        assert_eq!(count, 7);
    }

    #[test]
    fn nowhere_to_run_is_no_turn_at_all() {
        assert_eq!(
            Rounds::new(&[], 6, 1, TurnOrder::Drawn(1)).next_turn(),
            None
        );
    }
}
