//! Recipes out of their texts.

use std::ops::RangeInclusive;
use std::str::FromStr;

use super::{
    ACCESSES, ACCESSES_DEFAULT, ALPHA, DEPTH_MAX, OBJECTS, PARTS, PROBABILITY, Pattern, Recipe,
    RecipeError, SEED_DEFAULT, SHARE, TEXT_BYTES_MAX, WEIGHT, check, check_real,
};

const SEEDS: RangeInclusive<u64> = 0..=u32::MAX as u64;

impl FromStr for Recipe {
    type Err = RecipeError;

    /// A recipe that does not say how many accesses it has, has each of its phases once, or else
    /// [`ACCESSES_DEFAULT`].
    fn from_str(text: &str) -> Result<Self, RecipeError> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(RecipeError::Length { bytes: text.len() });
        }
        let mut scanner = Scanner { text, at: 0 };
        let pattern = scanner.pattern(1)?;
        let accesses = if scanner.takes('*') {
            scanner.count("accesses", &ACCESSES)?
        } else {
            accesses_of(&pattern)?
        };
        let seed = if scanner.takes('@') {
            scanner.count("seed", &SEEDS)?
        } else {
            SEED_DEFAULT
        };
        scanner.end()?;
        Self::new(pattern, accesses, seed)
    }
}

fn accesses_of(pattern: &Pattern) -> Result<u32, RecipeError> {
    let Pattern::Phases(phases) = pattern else {
        return Ok(ACCESSES_DEFAULT);
    };
    let accesses = phases
        .iter()
        .map(|(_, accesses)| u64::from(*accesses))
        .sum();
    check("accesses", accesses, &ACCESSES)?;
    Ok(u32::try_from(accesses).unwrap_or(u32::MAX))
}

/// A text, and how far it was read. Spaces may stand between its parts.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn pattern(&mut self, depth: usize) -> Result<Pattern, RecipeError> {
        if depth > DEPTH_MAX {
            return Err(RecipeError::Depth { depth });
        }
        let (at, name) = self.word();
        if name == "scan" {
            return Ok(Pattern::Scan);
        }
        let pattern = match name {
            "loop" | "zigzag" | "zipf" | "shift" | "mix" | "phases" => name,
            _ => {
                return Err(RecipeError::UnknownPattern {
                    found: name.to_owned(),
                    at,
                });
            }
        };
        self.expect('(')?;
        let pattern = self.arguments(pattern, depth)?;
        self.expect(')')?;
        Ok(pattern)
    }

    fn arguments(&mut self, name: &str, depth: usize) -> Result<Pattern, RecipeError> {
        Ok(match name {
            "loop" => Pattern::Loop {
                objects: self.count("objects", &OBJECTS)?,
            },
            "zigzag" => Pattern::Zigzag {
                objects: self.count("objects", &OBJECTS)?,
            },
            "zipf" => {
                let alpha = self.real("alpha", &ALPHA)?;
                self.expect(',')?;
                let objects = self.count("objects", &OBJECTS)?;
                Pattern::Zipf { alpha, objects }
            }
            "shift" => self.shift()?,
            "mix" => Pattern::Mix(self.list('+', "parts", |scanner| {
                let weight = scanner.real("weight", &WEIGHT)?;
                scanner.expect('*')?;
                Ok((weight, scanner.pattern(depth + 1)?))
            })?),
            _ => Pattern::Phases(self.list(',', "phases", |scanner| {
                let phase = scanner.pattern(depth + 1)?;
                scanner.expect('*')?;
                Ok((phase, scanner.count("accesses of a phase", &ACCESSES)?))
            })?),
        })
    }

    fn shift(&mut self) -> Result<Pattern, RecipeError> {
        let objects = self.count("objects", &OBJECTS)?;
        self.expect(',')?;
        let share = self.real("share", &SHARE)?;
        self.expect(',')?;
        let probability = self.real("probability", &PROBABILITY)?;
        self.expect(',')?;
        let period = self.count("period", &ACCESSES)?;
        Ok(Pattern::Shift {
            objects,
            share,
            probability,
            period,
        })
    }

    /// Items with a sign between them.
    fn list<T>(
        &mut self,
        between: char,
        field: &str,
        item: impl Fn(&mut Self) -> Result<T, RecipeError>,
    ) -> Result<Vec<T>, RecipeError> {
        let mut items = vec![item(self)?];
        while self.takes(between) {
            check(field, items.len() as u64 + 1, &PARTS)?;
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// A whole number.
    fn count(&mut self, field: &str, range: &RangeInclusive<u64>) -> Result<u32, RecipeError> {
        let (min, max) = (*range.start() as f64, *range.end() as f64);
        let (at, word) = self.word();
        let number: Option<u64> = word.parse().ok();
        let number = number.ok_or_else(|| no_number(field, word, at, min, max))?;
        check(field, number, range)?;
        // What is in range fits.
        u32::try_from(number).map_err(|_| no_number(field, word, at, min, max))
    }

    /// A number that may have a fraction.
    fn real(&mut self, field: &str, range: &RangeInclusive<f64>) -> Result<f64, RecipeError> {
        let (at, word) = self.word();
        let number: Option<f64> = word.parse().ok().filter(|number: &f64| number.is_finite());
        let number =
            number.ok_or_else(|| no_number(field, word, at, *range.start(), *range.end()))?;
        check_real(field, number, range)?;
        Ok(number)
    }

    /// The letters and digits that come next, and where they stand.
    fn word(&mut self) -> (usize, &'a str) {
        self.skip_spaces();
        let at = self.at;
        let rest = &self.text[at..];
        let end = rest
            .find(|letter: char| letter.is_whitespace() || "()*+,@".contains(letter))
            .unwrap_or(rest.len());
        self.at += end;
        (at, &rest[..end])
    }

    /// Takes a sign, if it is the next.
    fn takes(&mut self, sign: char) -> bool {
        self.skip_spaces();
        let is_next = self.text[self.at..].starts_with(sign);
        if is_next {
            self.at += sign.len_utf8();
        }
        is_next
    }

    fn expect(&mut self, sign: char) -> Result<(), RecipeError> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(self.unexpected(sign.to_string()))
    }

    fn end(&mut self) -> Result<(), RecipeError> {
        self.skip_spaces();
        if self.at == self.text.len() {
            return Ok(());
        }
        Err(self.unexpected(String::new()))
    }

    fn unexpected(&self, expected: String) -> RecipeError {
        RecipeError::Sign {
            found: self.text[self.at..].chars().take(1).collect(),
            expected,
            at: self.at,
        }
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }
}

fn no_number(field: &str, found: &str, at: usize, min: f64, max: f64) -> RecipeError {
    RecipeError::Number {
        field: field.to_owned(),
        found: found.to_owned(),
        at,
        min,
        max,
    }
}
