//! JavaScript values, as far as keys are made of them.

use super::{KeyError, joined};

/// A value that a function is called with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Js {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number; as text it is right below 10^21, from where JavaScript writes an exponent, and from 10^-6 on.
    Number(f64),
    /// `1n`.
    BigInt(i64),
    /// A text.
    Text(&'static str),
    /// A `Date`, in milliseconds since 1970, in the years 0 to 9999.
    Date(i64),
    /// An array.
    List(&'static [Js]),
    /// An object with its properties in the order in which they were set.
    Record(&'static [(&'static str, Js)]),
    /// A `Map`.
    Map(&'static [(Js, Js)]),
    /// A function, by its source.
    Function(&'static str),
}

impl Js {
    /// The source that makes it.
    #[must_use]
    pub fn source(&self) -> String {
        match self {
            Self::BigInt(number) => format!("{number}n"),
            Self::Text(text) => quoted(text),
            Self::Date(ms) => format!("new Date({})", quoted(&iso(*ms))),
            Self::List(items) => format!("[{}]", joined(items, ", ", Self::source)),
            Self::Record([]) => "{}".to_owned(),
            Self::Record(properties) => {
                let texts = properties
                    .iter()
                    .map(|(name, value)| format!("{name}: {}", value.source()));
                format!("{{ {} }}", texts.collect::<Vec<_>>().join(", "))
            }
            Self::Map([]) => "new Map()".to_owned(),
            Self::Map(entries) => {
                let texts = entries
                    .iter()
                    .map(|(key, value)| format!("[{}, {}]", key.source(), value.source()));
                format!("new Map([{}])", texts.collect::<Vec<_>>().join(", "))
            }
            Self::Undefined
            | Self::Null
            | Self::Boolean(_)
            | Self::Number(_)
            | Self::Function(_) => self.text(),
        }
    }

    /// What a template literal makes of it; of a date, in the time zone UTC.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Undefined => "undefined".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Boolean(is_true) => is_true.to_string(),
            Self::Number(number) => number_text(*number),
            Self::BigInt(number) => number.to_string(),
            Self::Text(text) | Self::Function(text) => (*text).to_owned(),
            Self::Date(ms) => date_text(*ms),
            Self::List(items) => joined(items, ",", |item| match item {
                Self::Undefined | Self::Null => String::new(),
                _ => item.text(),
            }),
            Self::Record(_) => "[object Object]".to_owned(),
            Self::Map(_) => "[object Map]".to_owned(),
        }
    }

    /// What `JSON.stringify` makes of it as an item of a list, where what has no JSON becomes `null`.
    pub(super) fn json_item(&self) -> Result<String, KeyError> {
        Ok(self.json()?.unwrap_or_else(|| "null".to_owned()))
    }

    /// `None` is what `JSON.stringify` leaves out.
    fn json(&self) -> Result<Option<String>, KeyError> {
        Ok(Some(match self {
            Self::Undefined | Self::Function(_) => return Ok(None),
            Self::Boolean(_) => self.text(),
            Self::Number(number) if number.is_finite() => number_text(*number),
            Self::Null | Self::Number(_) => "null".to_owned(),
            Self::BigInt(_) => return Err(KeyError::BigInt),
            Self::Text(text) => quoted(text),
            Self::Date(ms) => quoted(&iso(*ms)),
            Self::List(items) => {
                let items: Result<Vec<String>, KeyError> =
                    items.iter().map(Self::json_item).collect();
                format!("[{}]", items?.join(","))
            }
            Self::Record(properties) => {
                let mut texts = Vec::new();
                for (name, value) in *properties {
                    if let Some(json) = value.json()? {
                        texts.push(format!("{}:{json}", quoted(name)));
                    }
                }
                format!("{{{}}}", texts.join(","))
            }
            // A map has entries and no properties.
            Self::Map(_) => "{}".to_owned(),
        }))
    }

    /// A text that no other value has.
    pub(super) fn tagged(&self) -> Result<String, KeyError> {
        let list = |items: Result<Vec<String>, KeyError>| items.map(|items| items.join(","));
        Ok(match self {
            Self::Undefined | Self::Null | Self::Boolean(_) | Self::Number(_) => self.text(),
            Self::BigInt(number) => format!("{number}n"),
            Self::Text(text) => quoted(text),
            Self::Date(ms) => format!("Date({ms})"),
            Self::List(items) => {
                format!("[{}]", list(items.iter().map(Self::tagged).collect())?)
            }
            Self::Record(properties) => {
                let mut texts = Vec::new();
                for (name, value) in *properties {
                    texts.push(format!("{}:{}", quoted(name), value.tagged()?));
                }
                texts.sort_unstable();
                format!("{{{}}}", texts.join(","))
            }
            Self::Map(entries) => {
                let mut texts = Vec::new();
                for (key, value) in *entries {
                    texts.push(format!("{}=>{}", key.tagged()?, value.tagged()?));
                }
                format!("Map({})", texts.join(","))
            }
            Self::Function(_) => return Err(KeyError::Function),
        })
    }
}

fn number_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        let sign = if number < 0.0 { "-" } else { "" };
        format!("{sign}Infinity")
    } else {
        // Adding nought makes −0 a 0, which is how JavaScript writes it.
        (number + 0.0).to_string()
    }
}

/// As JSON has it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control < ' ' => {
                let code = format!("\\u{:04x}", u32::from(control));
                quoted.push_str(&code);
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

const MS_PER_DAY: i64 = 86_400_000;

/// A date in UTC.
struct Date {
    year: i64,
    /// From January, which is 1.
    month: i64,
    day: i64,
    /// From Sunday, which is 0.
    weekday: usize,
}

impl Date {
    /// Of days since 1970 (Howard Hinnant, “chrono-compatible low-level date algorithms”, `civil_from_days`).
    fn of(days: i64) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * from_march + 2) / 5 + 1,
            // 1970 began on a Thursday.
            weekday: usize::try_from((days + 4).rem_euclid(7)).unwrap_or_default(),
        }
    }
}

/// Hours, minutes, seconds and milliseconds of a day.
fn time_of_day(ms: i64) -> (i64, i64, i64, i64) {
    let of_day = ms.rem_euclid(MS_PER_DAY);
    (
        of_day / 3_600_000,
        of_day / 60_000 % 60,
        of_day / 1_000 % 60,
        of_day % 1_000,
    )
}

/// `toISOString`.
fn iso(ms: i64) -> String {
    let Date {
        year, month, day, ..
    } = Date::of(ms.div_euclid(MS_PER_DAY));
    let (hours, minutes, seconds, ms) = time_of_day(ms);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{ms:03}Z")
}

/// `toString`, in the time zone UTC: milliseconds are not in it.
fn date_text(ms: i64) -> String {
    const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let Date {
        year,
        month,
        day,
        weekday,
    } = Date::of(ms.div_euclid(MS_PER_DAY));
    let month = usize::try_from(month - 1).unwrap_or_default();
    let (weekday, month) = (WEEKDAYS[weekday], MONTHS[month]);
    let (hours, minutes, seconds, _) = time_of_day(ms);
    format!(
        "{weekday} {month} {day:02} {year:04} {hours:02}:{minutes:02}:{seconds:02} GMT+0000 (Coordinated Universal Time)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso(1_709_251_199_999), "2024-02-29T23:59:59.999Z");
        assert!(date_text(0).starts_with("Thu Jan 01 1970 00:00:00 GMT+0000"));
    }

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        let texts = [1.0, -0.0, 1.5, f64::NAN, f64::NEG_INFINITY].map(number_text);
        assert_eq!(texts, ["1", "0", "1.5", "NaN", "-Infinity"]);
    }

    #[test]
    fn what_json_does_not_know_is_left_out_of_objects_and_null_in_lists() {
        let record = Js::Record(&[("a", Js::Undefined), ("b", Js::Number(f64::NAN))]);
        assert_eq!(record.json(), Ok(Some(r#"{"b":null}"#.to_owned())));
        let list = Js::List(&[Js::Undefined, Js::Function("f")]);
        assert_eq!(list.json(), Ok(Some("[null,null]".to_owned())));
        let text = Js::Text("a\"\\\n\u{1}");
        assert_eq!(text.json(), Ok(Some(r#""a\"\\\n\u0001""#.to_owned())));
        let nested = Js::List(&[Js::Record(&[("n", Js::BigInt(1))])]);
        assert_eq!(nested.json(), Err(KeyError::BigInt));
    }

    #[test]
    fn sources_read_as_they_would_be_typed() {
        let record = Js::Record(&[("id", Js::BigInt(7)), ("at", Js::Date(0))]);
        assert_eq!(
            record.source(),
            r#"{ id: 7n, at: new Date("1970-01-01T00:00:00.000Z") }"#
        );
        let map = Js::Map(&[(Js::Text("a"), Js::List(&[Js::Null, Js::Undefined]))]);
        assert_eq!(map.source(), r#"new Map([["a", [null, undefined]]])"#);
    }
}
