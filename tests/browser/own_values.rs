//! Values that code returns: which are the same, which are not, and of which that cannot be told.

use perf_playground::own_code::sandbox::Sandbox;
use perf_playground::own_code::{CallResult, OpaqueKind, Sameness};
use sampling::Random;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::own_code::{javascript, result, sandbox, start};

async fn returned(sandbox: &Sandbox, body: &str) -> CallResult {
    let worker = start(sandbox, &javascript(body), 3.0).await.expect(body);
    result(&worker).await.expect(body)
}

#[wasm_bindgen_test]
async fn values_are_shown_as_a_person_writes_them() {
    let sandbox = sandbox().await;
    for (body, text) in [
        (
            "return [NaN, -0, 0, 1e21, 5n, null, undefined, true]",
            "[NaN,-0,0,1e+21,5n,null,undefined,true]",
        ),
        ("return 'a\\n\"'", "\"a\\n\\\"\""),
        ("return { b: 1, a: [2] }", "{\"b\":1,\"a\":[2]}"),
        (
            "return new Map([['z', 1], ['a', new Set([2, 1])]])",
            "Map{\"z\" => 1,\"a\" => Set{2,1}}",
        ),
        ("return new Float32Array([0.5, -0])", "Float32Array[0.5,-0]"),
        ("return [, 1, ,]", "[,1,,]"),
        ("return new Array(1)", "[,]"),
        ("return []", "[]"),
        (
            "const a = { x: 1 }; a.self = a; return a",
            "{\"x\":1,\"self\":<0>}",
        ),
        ("return new (class Point { x = 1 })()", "Point{\"x\":1}"),
        ("return new Date(5)", "Date{5}"),
        ("const a = [1]; a.x = 2; return a", "[1,\"x\":2]"),
        ("return { [Symbol('s')]: 1 }", "{[Symbol(s)]:1}"),
        ("return function f() {}", "function \"f\""),
    ] {
        let found = returned(&sandbox, body).await;
        assert_eq!((found.text.as_str(), found.is_cut), (text, false), "{body}");
    }
    let long = "return Array.from({ length: 100000 }, (_, i) => i)";
    let found = returned(&sandbox, long).await;
    assert!(found.is_cut && found.text.starts_with("[0,1,2,") && found.text.len() < 200);
}

/// What two snippets return, and how that stands to each other.
const PAIRS: &[(&str, &str, &str)] = &[
    // Each differs, or it cannot be told.
    (
        "return new URLSearchParams({ q: n })",
        "return new URLSearchParams({ q: n + 1 })",
        "different",
    ),
    (
        "return new URL('https://a.example/' + n)",
        "return new URL('https://b.example/' + n)",
        "different",
    ),
    (
        "const f = new FormData(); f.set('a', 1); return f",
        "const f = new FormData(); f.set('a', 2); return f",
        "different",
    ),
    (
        "return [1, 2].values()",
        "return [2, 4].values()",
        "iterator",
    ),
    (
        "return (function* () { yield 1 })()",
        "return (function* () { yield 2 })()",
        "iterator",
    ),
    ("return { a: () => 1 }", "return { a: () => 2 }", "function"),
    (
        "return { [Symbol('s')]: 1 }",
        "return { [Symbol('s')]: 2 }",
        "different",
    ),
    (
        "const a = [1]; a.x = 1; return a",
        "const a = [1]; a.x = 2; return a",
        "different",
    ),
    (
        "const a = [1]; a.x = 1; return a",
        "return [1]",
        "different",
    ),
    (
        "return new Error('a', { cause: 1 })",
        "return new Error('a', { cause: 2 })",
        "different",
    ),
    (
        "return new TypeError('a')",
        "return new RangeError('a')",
        "different",
    ),
    (
        "return Object.create({ get x() { return 1 } })",
        "return Object.create({ get x() { return 2 } })",
        "different",
    ),
    ("return Object.create(null)", "return {}", "different"),
    ("return /a/g", "return /a/i", "different"),
    ("return [0]", "return [-0]", "different"),
    ("return ['1']", "return [1]", "different"),
    ("return [,]", "return [undefined]", "different"),
    ("return 1n", "return 1", "different"),
    ("return new Date(1)", "return new Date(2)", "different"),
    (
        "return new Set([[1]])",
        "return new Set([[2]])",
        "different",
    ),
    (
        "return new Map([[1, 2]])",
        "return new Map([[2, 1]])",
        "different",
    ),
    (
        "return new Uint8Array(2)",
        "return new Int8Array(2)",
        "different",
    ),
    (
        "return new Uint8Array(3)",
        "return new Uint8Array(4)",
        "different",
    ),
    ("return Symbol('a')", "return Symbol('a')", "symbol"),
    ("return new WeakMap()", "return new WeakMap()", "object"),
    (
        "return new Intl.NumberFormat('en')",
        "return new Intl.NumberFormat('de')",
        "object",
    ),
    (
        "return { a: Promise.resolve(1) }",
        "return { a: Promise.resolve(2) }",
        "object",
    ),
    ("return new Blob(['a'])", "return new Blob(['b'])", "object"),
    (
        "return { get a() { throw 1 } }",
        "return { get a() { throw 1 } }",
        "unreadable",
    ),
    // The same in another order, with parts in common, or with other attributes.
    ("return { a: 1, b: 2 }", "return { b: 2, a: 1 }", "detail"),
    ("return new Set([1, 2])", "return new Set([2, 1])", "detail"),
    (
        "return new Map([[1, 2], [3, 4]])",
        "return new Map([[3, 4], [1, 2]])",
        "detail",
    ),
    ("const a = {}; return [a, a]", "return [{}, {}]", "detail"),
    ("return Object.freeze([1])", "return [1]", "detail"),
    (
        "return { get a() { return 1 } }",
        "return { a: 1 }",
        "detail",
    ),
    // The same.
    ("return NaN", "return Math.sqrt(-1)", "same"),
    (
        "return new Float64Array([NaN])",
        "const b = new BigUint64Array([0x7ff8000000000001n]); return new Float64Array(b.buffer)",
        "same",
    ),
    (
        "return { a: [1, { b: 'x' }], c: new Date(3) }",
        "const o = {}; o.a = [1, { b: 'x' }]; o.c = new Date(3); return o",
        "same",
    ),
    ("return Symbol.iterator", "return Symbol.iterator", "same"),
    ("return Symbol.for('a')", "return Symbol.for('a')", "same"),
    (
        "const a = { x: 1 }; a.self = a; return a",
        "const a = { x: 1 }; a.self = a; return a",
        "same",
    ),
    (
        "return new Error('a')",
        "return (() => new Error('a'))()",
        "same",
    ),
    (
        "return (function () { return arguments })(1, 2)",
        "return (function () { return arguments })(1, 2)",
        "same",
    ),
];

#[wasm_bindgen_test]
async fn equal_means_equal() {
    let sandbox = sandbox().await;
    let private = "class P { #x; constructor(x) { this.#x = x; } get x() { return this.#x; } }";
    let of_prototype =
        "class G { constructor(x) { Object.defineProperty(this, 'y', { value: x }); } }";
    for (one, other, expected) in PAIRS {
        let (a, b) = (
            returned(&sandbox, one).await,
            returned(&sandbox, other).await,
        );
        assert_eq!(
            named(&a.against(&b)),
            *expected,
            "{one} | {other}: {a:?} {b:?}"
        );
        assert_eq!(named(&b.against(&a)), *expected, "{other} | {one}");
    }
    let both = |of: &str, one: &str, other: &str| {
        (
            format!("{of} return new {one}"),
            format!("{of} return new {other}"),
        )
    };
    for (pair, expected) in [
        (both(private, "P(1)", "P(2)"), "private"),
        (both(of_prototype, "G(1)", "G(2)"), "different"),
        (both(of_prototype, "G(1)", "G(1)"), "same"),
    ] {
        let (a, b) = (
            returned(&sandbox, &pair.0).await,
            returned(&sandbox, &pair.1).await,
        );
        assert_eq!(named(&a.against(&b)), expected, "{pair:?}");
    }
}

fn named(sameness: &Sameness) -> &'static str {
    match sameness {
        Sameness::Same => "same",
        Sameness::Detail => "detail",
        Sameness::TooLarge => "too large",
        Sameness::Different => "different",
        Sameness::Unknown(opaque) => match opaque.kind {
            OpaqueKind::Function => "function",
            OpaqueKind::Iterator => "iterator",
            OpaqueKind::Private => "private",
            OpaqueKind::Object => "object",
            OpaqueKind::Symbol => "symbol",
            OpaqueKind::Unreadable => "unreadable",
        },
    }
}

#[wasm_bindgen_test]
async fn large_deep_and_shared_values_are_looked_at_or_said_to_be_too_large() {
    let sandbox = sandbox().await;
    for body in [
        "return new Uint8Array(2 ** 26);",
        "let o = {}; for (let i = 0; i < 22; i++) o = { a: o, b: o }; return o;",
        "let o = null; for (let i = 0; i < 900; i++) o = { o }; return o;",
        "let o = null; for (let i = 0; i < 100000; i++) o = [o]; return o;",
        "const ring = Array.from({ length: 20000 }, (_, id) => ({ id })); \
         ring.forEach((one, i) => { one.next = ring[(i + 1) % 20000]; one.first = ring[0]; }); return ring;",
    ] {
        let found = returned(&sandbox, body).await;
        assert!(
            !found.is_too_large && found.opaque.is_none(),
            "{body} {found:?}"
        );
        assert_eq!(found, returned(&sandbox, body).await, "{body}");
    }
    let large = "return Array.from({ length: 30 }, () => new Array(1000000).fill(0));";
    assert!(returned(&sandbox, large).await.is_too_large);
}

/// A value that can be written down, and compared without any of what is tested.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Text(String),
    /// As it is written.
    Plain(&'static str),
    Number(f64),
    List(Vec<Option<Value>>),
    /// By their names, which are different.
    Fields(Vec<(String, Value)>),
    Map(Vec<(Value, Value)>),
    Set(Vec<Value>),
    Bytes(&'static str, Vec<u8>),
    Instance(&'static str, Box<Value>),
    /// The object that this is in, so many up.
    Up(usize),
}

const PLAIN: &[&str] = &[
    "undefined",
    "null",
    "true",
    "false",
    "5n",
    "-5n",
    "new Date(7)",
    "new Date(NaN)",
    "/a/g",
    "/a/",
    "Symbol.iterator",
    "new Error('a')",
    "new Number(3)",
    "new URL('https://a.example/')",
    "''",
    "'0'",
];

impl Value {
    fn random(random: &mut Random, depth: usize, up: usize) -> Self {
        let leaf = depth == 0 || random.below(3) == 0;
        if leaf {
            return match random.below(5) {
                0 => Self::Text(
                    ["", "a", "b", "ab", "\u{e9}", "\\", "\""][random.below(7)].to_owned(),
                ),
                1 | 2 => Self::Number(
                    [0.0, -0.0, 1.0, 2.0, 0.5, f64::NAN, f64::INFINITY][random.below(7)],
                ),
                3 if up > 0 => Self::Up(random.below(up)),
                _ => Self::Plain(PLAIN[random.below(PLAIN.len())]),
            };
        }
        let count = random.below(4);
        let one = |random: &mut Random, up: usize| Self::random(random, depth - 1, up);
        match random.below(7) {
            0 | 1 => Self::List(
                (0..count)
                    .map(|_| (random.below(6) > 0).then(|| one(random, up + 1)))
                    .collect(),
            ),
            2 | 3 => {
                let names = ["a", "b", "1", "length", "__proto__x"];
                let first = random.below(names.len());
                Self::Fields(
                    (0..count)
                        .map(|i| {
                            (
                                names[(first + i) % names.len()].to_owned(),
                                one(random, up + 1),
                            )
                        })
                        .collect(),
                )
            }
            // What is in these leads nowhere back: their order does not count then.
            4 => Self::Map(
                (0..count)
                    .map(|i| (Self::Number(i as f64), one(random, 0)))
                    .collect(),
            ),
            5 => Self::Set(
                (0..count)
                    .map(|i| Self::List(vec![Some(Self::Number(i as f64)), Some(one(random, 0))]))
                    .collect(),
            ),
            _ => match random.below(2) {
                0 => Self::Bytes(
                    ["Uint8Array", "Int8Array", "Uint8ClampedArray"][random.below(3)],
                    (0..count).map(|_| [0_u8, 1, 2][random.below(3)]).collect(),
                ),
                _ => Self::Instance(["A", "B"][random.below(2)], Box::new(one(random, up + 1))),
            },
        }
    }

    /// One that differs somewhere, or by chance nowhere.
    fn changed(&self, random: &mut Random) -> Self {
        let mut copy = self.clone();
        copy.change(random);
        copy
    }

    fn change(&mut self, random: &mut Random) {
        let parts: Vec<&mut Self> = match self {
            Self::List(items) => items.iter_mut().flatten().collect(),
            Self::Fields(fields) => fields.iter_mut().map(|(_, value)| value).collect(),
            Self::Map(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
            Self::Instance(_, value) => vec![value],
            _ => Vec::new(),
        };
        let count = parts.len();
        if count > 0 && random.below(4) > 0 {
            let at = random.below(count);
            parts.into_iter().nth(at).expect("a part").change(random);
        } else {
            *self = Self::random(random, 1, 0);
        }
    }

    /// An expression of `$`, a list of the objects that it is in.
    fn written(&self) -> String {
        let object = |make: &str, fill: String| {
            format!("(() => {{ const o = {make}; $.push(o); {fill} $.pop(); return o; }})()")
        };
        match self {
            Self::Text(text) => format!("{text:?}"),
            Self::Plain(text) => (*text).to_owned(),
            Self::Number(number) if number.is_infinite() => "Infinity".to_owned(),
            Self::Number(number) if number.is_sign_negative() && *number == 0.0 => "-0".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::List(items) => {
                let all = items.iter().enumerate();
                let fill: String = all
                    .filter_map(|(i, item)| Some(format!("o[{i}] = {};", item.as_ref()?.written())))
                    .collect();
                object(&format!("new Array({})", items.len()), fill)
            }
            Self::Fields(fields) => {
                let fill = fields
                    .iter()
                    .map(|(name, value)| format!("o[{name:?}] = {};", value.written()));
                object("{}", fill.collect())
            }
            Self::Map(entries) => {
                let fill = entries
                    .iter()
                    .map(|(key, value)| format!("o.set({}, {});", key.written(), value.written()));
                object("new Map()", fill.collect())
            }
            Self::Set(items) => object(
                "new Set()",
                items.iter().fold(String::new(), |fill, item| {
                    format!("{fill}o.add({});", item.written())
                }),
            ),
            Self::Bytes(name, bytes) => format!("new {name}({bytes:?})"),
            Self::Instance(name, value) => object(
                &format!("new {name}()"),
                format!("o.x = {};", value.written()),
            ),
            Self::Up(by) => format!("$[$.length - 1 - {by}]"),
        }
    }

    /// Whether both are the same but for the order of fields and entries.
    fn is_like(&self, other: &Self) -> bool {
        let unordered = |one: &[Self], other: &[Self]| {
            let mut left: Vec<&Self> = other.iter().collect();
            one.len() == other.len()
                && one.iter().all(|item| {
                    let found = left.iter().position(|of| item.is_like(of));
                    found.map(|at| left.swap_remove(at)).is_some()
                })
        };
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => {
                (one.is_nan() && other.is_nan()) || one.to_bits() == other.to_bits()
            }
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Text(text), Self::Plain(plain)) | (Self::Plain(plain), Self::Text(text)) => {
                *plain == format!("'{text}'")
            }
            (Self::Plain(one), Self::Plain(other)) => one == other,
            (Self::List(one), Self::List(other)) => {
                let pairs = one.iter().zip(other);
                one.len() == other.len()
                    && pairs.into_iter().all(|(one, other)| match (one, other) {
                        (Some(one), Some(other)) => one.is_like(other),
                        (one, other) => one.is_none() && other.is_none(),
                    })
            }
            (Self::Fields(one), Self::Fields(other)) => {
                one.len() == other.len()
                    && one.iter().all(|(name, value)| {
                        let found = other.iter().find(|(of, _)| of == name);
                        found.is_some_and(|(_, other)| value.is_like(other))
                    })
            }
            (Self::Map(one), Self::Map(other)) => {
                let lists = |of: &[(Self, Self)]| -> Vec<Self> {
                    let entries = of.iter().cloned();
                    entries
                        .map(|(key, value)| Self::List(vec![Some(key), Some(value)]))
                        .collect()
                };
                unordered(&lists(one), &lists(other))
            }
            (Self::Set(one), Self::Set(other)) => unordered(one, other),
            (Self::Bytes(name, one), Self::Bytes(of, other)) => name == of && one == other,
            (Self::Instance(name, one), Self::Instance(of, other)) => {
                name == of && one.is_like(other)
            }
            (Self::Up(one), Self::Up(other)) => one == other,
            _ => false,
        }
    }
}

#[wasm_bindgen_test]
async fn two_random_values_are_called_equal_exactly_when_they_are() {
    const PAIRS: usize = 2_000;
    const AT_ONCE: usize = 250;
    let sandbox = sandbox().await;
    let fresh = protocol::clock::now_ms().to_bits();
    for seed in [1, fresh] {
        let mut random = Random::of(seed);
        let pairs: Vec<(Value, Value)> = (0..PAIRS)
            .map(|_| {
                let one = Value::random(&mut random, 4, 0);
                let other = match random.below(3) {
                    0 => one.clone(),
                    1 => one.changed(&mut random),
                    _ => Value::random(&mut random, 2, 0),
                };
                (one, other)
            })
            .collect();
        let mut equal = 0;
        for part in pairs.chunks(AT_ONCE) {
            // Each value is a result of its own, of a call that counts.
            let list = |of: fn(&(Value, Value)) -> &Value| {
                let all: Vec<String> = part
                    .iter()
                    .map(|pair| format!("() => {}", of(pair).written()))
                    .collect();
                format!(
                    "const $ = []; class A {{}} class B {{}} self.i ??= 0; return [{}][self.i++]();",
                    all.join(",\n")
                )
            };
            let (left, right) = (list(|(one, _)| one), list(|(_, other)| other));
            let one = start(&sandbox, &javascript(&left), 3.0)
                .await
                .expect("a worker");
            let other = start(&sandbox, &javascript(&right), 3.0)
                .await
                .expect("a worker");
            for (a, b) in part {
                let (left, right) = (
                    result(&one).await.expect("a result"),
                    result(&other).await.expect("a result"),
                );
                let sameness = left.against(&right);
                let is_equal = matches!(sameness, Sameness::Same | Sameness::Detail);
                assert_eq!(
                    is_equal,
                    a.is_like(b),
                    "seed {seed}: {sameness:?}\n{}\n{}\n{left:?}\n{right:?}",
                    a.written(),
                    b.written()
                );
                equal += usize::from(is_equal);
            }
        }
        // Else it would say little.
        assert!(
            equal > PAIRS / 4 && equal < PAIRS * 3 / 4,
            "seed {seed}: {equal} of {PAIRS}"
        );
    }
}
