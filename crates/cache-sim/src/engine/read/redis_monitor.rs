//! What Redis' MONITOR prints: `1339518083.107412 [0 127.0.0.1:60866] "get" "key"`, after a first line of `OK`.
//!
//! Commands that look a value up read, those that set, change or delete one write; others are passed over, those
//! included that ask about a key alone, such as TTL. A command of several keys is an access to each. The size is the
//! length of the value that is set; any other access leaves a key the size last seen. A key of another database than 0
//! has that one's number before it.

use rustc_hash::FxHashMap;

use crate::format::{Format, ReadError};

use super::lenient::Lenient;
use super::lines::{LineFormat, text};
use super::sink::{Sink, whole};

/// Which of a command's words are keys, and which are their values. The command itself is word 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    /// The first is the key.
    First,
    /// The first is the key, and the value stands at this place.
    Value(usize),
    /// All are keys.
    All,
    /// Keys and values by turns.
    Pairs,
}

/// Commands that look values up.
const READS: [(Words, &str); 2] = [
    (
        Words::First,
        "GET GETEX GETRANGE SUBSTR STRLEN GETBIT BITCOUNT BITPOS BITFIELD_RO HGET HGETALL HMGET HGETEX HEXISTS HKEYS \
         HVALS HLEN HSTRLEN HRANDFIELD HSCAN LRANGE LINDEX LLEN LPOS SMEMBERS SISMEMBER SMISMEMBER SCARD SRANDMEMBER \
         SSCAN ZRANGE ZRANGEBYSCORE ZRANGEBYLEX ZREVRANGE ZREVRANGEBYSCORE ZREVRANGEBYLEX ZSCORE ZMSCORE ZCARD \
         ZCOUNT ZLEXCOUNT ZRANK ZREVRANK ZRANDMEMBER ZSCAN XRANGE XREVRANGE XLEN GEOPOS GEODIST GEOHASH GEOSEARCH \
         SORT_RO DUMP JSON.GET",
    ),
    (Words::All, "MGET EXISTS TOUCH SINTER SUNION SDIFF PFCOUNT"),
];

/// Commands after which values are others, or are gone.
const WRITES: [(Words, &str); 5] = [
    (Words::Value(2), "SET SETNX GETSET"),
    (Words::Value(3), "SETEX PSETEX"),
    (Words::Pairs, "MSET MSETNX"),
    (Words::All, "DEL UNLINK"),
    (
        Words::First,
        "GETDEL APPEND SETRANGE SETBIT BITFIELD INCR INCRBY INCRBYFLOAT DECR DECRBY HSET HMSET HSETNX HSETEX HDEL \
         HGETDEL HINCRBY HINCRBYFLOAT LPUSH LPUSHX RPUSH RPUSHX LPOP RPOP LSET LTRIM LREM LINSERT SADD SREM SPOP ZADD \
         ZREM ZINCRBY ZPOPMIN ZPOPMAX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREMRANGEBYLEX PFADD XADD XDEL XTRIM GEOADD \
         RESTORE JSON.SET JSON.DEL",
    ),
];

/// What a command does to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Effect {
    words: Words,
    writes: bool,
}

pub(super) struct RedisMonitor {
    lenient: Lenient,
    /// By the command's name in capitals.
    effects: FxHashMap<&'static [u8], Effect>,
}

impl Default for RedisMonitor {
    fn default() -> Self {
        let reads = READS.map(|(words, names)| (words, names, false));
        let writes = WRITES.map(|(words, names)| (words, names, true));
        let effects = reads
            .into_iter()
            .chain(writes)
            .flat_map(|(words, names, writes)| {
                let effect = Effect { words, writes };
                names.split(' ').map(move |name| (name.as_bytes(), effect))
            });
        Self {
            lenient: Lenient::new(Format::RedisMonitor),
            effects: effects.collect(),
        }
    }
}

impl LineFormat for RedisMonitor {
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let line = line.trim();
        if line.is_empty() || line == "OK" {
            return Ok(());
        }
        let Some(command) = Command::of(line) else {
            return self.lenient.bad(line, sink);
        };
        self.lenient.good();
        let name = command.words.first().map(|name| name.to_ascii_uppercase());
        match name.and_then(|name| self.effects.get(&name[..])) {
            Some(effect) => command.accesses(*effect, sink),
            None => Ok(()),
        }
    }

    fn finish(&mut self, _sink: &mut Sink<'_>) -> Result<u64, ReadError> {
        self.lenient.finish()
    }
}

/// A command that a client sent.
#[derive(Debug, PartialEq, Eq)]
struct Command {
    seconds: u32,
    database: u64,
    /// The command itself and its arguments.
    words: Vec<Vec<u8>>,
}

impl Command {
    /// `time [database client] "word" "word"`; the client is an address, `lua`, or a socket's path.
    fn of(line: &str) -> Option<Self> {
        let (time, rest) = line.split_once(' ')?;
        let (seconds, microseconds) = time.split_once('.')?;
        whole(microseconds)?;
        let (database, rest) = rest.strip_prefix('[')?.split_once(' ')?;
        let (_client, rest) = rest.split_once("] \"")?;
        Some(Self {
            seconds: u32::try_from(whole(seconds)?).ok()?,
            database: whole(database)?,
            words: words(rest.as_bytes())?,
        })
    }

    fn accesses(&self, effect: Effect, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let keys = self.words.get(1..).unwrap_or_default();
        let mut access =
            |key: &[u8], value: Option<&Vec<u8>>| self.access(key, value, effect.writes, sink);
        match (effect.words, keys) {
            (Words::First, [key, ..]) => access(key, None),
            (Words::Value(place), [key, ..]) => access(key, self.words.get(place)),
            (Words::All, keys) => keys.iter().try_for_each(|key| access(key, None)),
            (Words::Pairs, keys) => keys
                .chunks(2)
                .try_for_each(|pair| access(&pair[0], pair.get(1))),
            // A command that lacks its key, which Redis refused.
            (_, []) => Ok(()),
        }
    }

    fn access(
        &self,
        key: &[u8],
        value: Option<&Vec<u8>>,
        writes: bool,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let key = text(key);
        let object = match self.database {
            0 => sink.text(&key)?,
            database => sink.text(&format!("[{database}] {key}"))?,
        };
        sink.time(self.seconds);
        sink.size_of(object, value.map(|value| value.len() as u64));
        if writes {
            sink.writes();
        }
        Ok(())
    }
}

/// Words in quotation marks with spaces between them, without the first quotation mark.
fn words(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut words = Vec::new();
    loop {
        let (word, rest) = unescaped(bytes)?;
        words.push(word);
        match rest {
            [] => return Some(words),
            [b' ', b'"', rest @ ..] => bytes = rest,
            _ => return None,
        }
    }
}

/// A word up to its closing quotation mark, without the backslashes that Redis puts before what is not printed.
fn unescaped(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut word = Vec::new();
    let mut rest = bytes;
    loop {
        let (byte, taken) = match rest {
            [b'"', behind @ ..] => return Some((word, behind)),
            [b'\\', b'x', high, low, ..] => ((hex(*high)? << 4) | hex(*low)?, 4),
            [b'\\', letter, ..] => (escaped(*letter), 2),
            [byte, ..] => (*byte, 1),
            [] => return None,
        };
        word.push(byte);
        rest = &rest[taken..];
    }
}

fn hex(digit: u8) -> Option<u8> {
    let digit = char::from(digit).to_digit(16)?;
    u8::try_from(digit).ok()
}

const fn escaped(letter: u8) -> u8 {
    match letter {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'a' => 7,
        b'b' => 8,
        // A backslash, or a quotation mark.
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{parsed, refused};
    use super::*;

    fn monitor(commands: &[&str]) -> Vec<u8> {
        let line = |(second, command): (usize, &&str)| {
            format!("{second}.107412 [0 127.0.0.1:60866] {command}\n")
        };
        let lines: String = commands.iter().enumerate().map(line).collect();
        format!("OK\n{lines}").into_bytes()
    }

    /// Key, size, and whether it is written, of each access.
    fn accesses(commands: &[&str]) -> Vec<(String, u64, bool)> {
        let trace = parsed(Format::RedisMonitor, &monitor(commands)).trace;
        (0..trace.len())
            .map(|index| {
                let access = trace.access(index);
                (
                    trace.keys().name(access.object).unwrap(),
                    access.size,
                    access.writes,
                )
            })
            .collect()
    }

    fn access(key: &str, size: u64, writes: bool) -> (String, u64, bool) {
        (key.to_owned(), size, writes)
    }

    #[test]
    fn commands_read_write_and_keep_sizes() {
        assert_eq!(
            accesses(&[
                r#""GET" "a""#,
                r#""set" "a" "hello" "EX" "60""#,
                r#""get" "a""#,
                r#""setex" "b" "60" "xyz""#,
                r#""MGET" "a" "b" "c""#,
                r#""mset" "a" "12345678" "c" """#,
                r#""append" "a" "9""#,
                r#""del" "a" "b""#,
                r#""hgetall" "h""#,
            ]),
            [
                access("a", 0, false),
                access("a", 5, true),
                access("a", 5, false),
                access("b", 3, true),
                access("a", 5, false),
                access("b", 3, false),
                access("c", 0, false),
                access("a", 8, true),
                access("c", 0, true),
                access("a", 8, true),
                access("a", 8, true),
                access("b", 3, true),
                access("h", 0, false),
            ]
        );
    }

    #[test]
    fn commands_without_values_are_passed_over() {
        let commands = [
            r#""ping""#,
            r#""ttl" "a""#,
            r#""expire" "a" "5""#,
            r#""get""#,
            r#""auth" "(redacted)""#,
        ];
        let all: Vec<&str> = commands.into_iter().chain([r#""get" "b""#]).collect();
        assert_eq!(accesses(&all).len(), 1);
        assert!(
            refused(Format::RedisMonitor, &monitor(&commands)).starts_with("there is no access")
        );
    }

    #[test]
    fn each_command_is_named_once() {
        let named = |commands: &[(Words, &str)]| -> usize {
            commands
                .iter()
                .map(|(_, names)| names.split(' ').count())
                .sum()
        };
        let monitor = RedisMonitor::default();
        assert_eq!(monitor.effects.len(), named(&READS) + named(&WRITES));
        let effect = monitor.effects[&b"GEOADD"[..]];
        assert!(effect.writes && effect.words == Words::First);
    }

    #[test]
    fn clients_are_addresses_sockets_and_scripts() {
        for client in [
            "0 127.0.0.1:60866",
            "0 [::1]:60866",
            "0 lua",
            "0 unix:/tmp/a b.sock",
            "12 lua",
        ] {
            let line = format!("1339518083.107412 [{client}] \"get\" \"foo\"");
            let command = Command::of(&line).unwrap();
            assert_eq!(command.seconds, 1_339_518_083);
            assert_eq!(command.words, [b"get", b"foo"]);
            let trace = parsed(Format::RedisMonitor, line.as_bytes()).trace;
            let key = trace.keys().name(0).unwrap();
            assert_eq!(
                key,
                if command.database == 12 {
                    "[12] foo"
                } else {
                    "foo"
                }
            );
        }
    }

    #[test]
    fn what_is_escaped_is_unescaped() {
        let line = r#"1.0 [0 lua] "set" "k\"\\\n\x00\xc3\xa9\xff" "a\tb""#;
        let command = Command::of(line).unwrap();
        assert_eq!(command.words[1], b"k\"\\\n\0\xc3\xa9\xff");
        assert_eq!(command.words[2].len(), 3);
        let trace = parsed(Format::RedisMonitor, line.as_bytes()).trace;
        assert_eq!(trace.keys().name(0).unwrap(), "k\"\\\n\0é\\xff");
    }

    #[test]
    fn what_is_no_command_is_none() {
        for line in [
            "",
            "(integer) 1",
            r#"1339518083 [0 127.0.0.1:60866] "get" "foo""#,
            r#"now.1 [0 127.0.0.1:60866] "get" "foo""#,
            r#"99999999999.1 [0 127.0.0.1:60866] "get" "foo""#,
            r#"1.1 [zero 127.0.0.1:60866] "get" "foo""#,
            r"1.1 [0 127.0.0.1:60866] get foo",
            r#"1.1 [0 127.0.0.1:60866] "get" "foo"#,
            r#"1.1 [0 127.0.0.1:60866] "get" "name\"#,
            r#"1.1 [0 127.0.0.1:60866] "get" "name\x0"#,
            r#"1.1 [0 127.0.0.1:60866] "get" "name\xg0""#,
            r#"1.1 [0 127.0.0.1:60866] "get""foo""#,
        ] {
            assert_eq!(Command::of(line), None, "{line}");
        }
        let error = refused(Format::RedisMonitor, b"OK\n127.0.0.1:6379> info\n");
        assert!(
            error.starts_with("line 2 is “127.0.0.1:6379> info”; redis-monitor has lines"),
            "{error}"
        );
    }

    /// As Redis writes a word.
    fn escape(word: &[u8]) -> String {
        let escape = |byte: &u8| match byte {
            b'"' | b'\\' => format!("\\{}", char::from(*byte)),
            b'\n' => "\\n".to_owned(),
            b' '..=b'~' => char::from(*byte).to_string(),
            other => format!("\\x{other:02x}"),
        };
        word.iter().map(escape).collect()
    }

    proptest! {
        #[test]
        fn words_are_read_as_redis_writes_them(
            given in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..9), 1..5),
        ) {
            let escaped: Vec<String> = given.iter().map(|word| format!("\"{}\"", escape(word))).collect();
            let line = escaped.join(" ");
            prop_assert_eq!(words(&line.as_bytes()[1..]).unwrap(), given);
        }
    }
}
