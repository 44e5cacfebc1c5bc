//! Whether code awaits something itself: what the editor's parser says, and what the browser's own compiler does.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Host, Options, Site, untimed_journey};
use serde::Deserialize;
use serde_json::json;

/// How many snippets are drawn from each seed.
const SNIPPETS: usize = 500;

/// For each text whether the parser takes it for asynchronous, whether it can be compiled in either way, and whether it can
/// be compiled where `await` is always an operator: in a function of a module that is not asynchronous.
const JUDGE: &str = "
const { read } = await import(URL.createObjectURL(new Blob([args[0]], { type: 'text/javascript' })));
const AsyncFunction = (async () => {}).constructor;
const compiles = (make) => { try { make(); return true; } catch { return false; } };
const found = [];
for (const text of args[1]) {
  const module = new Blob([`export function f(data, n) {{\\n${text}\\n}}`], { type: 'text/javascript' });
  const { isAsync, fault } = read(text);
  found.push({
    is_async: isAsync,
    has_fault: fault !== null,
    compiles_async: compiles(() => new AsyncFunction('data', 'n', `{${text}\\n}`)),
    compiles_sync: compiles(() => new Function('data', 'n', `{${text}\\n}`)),
    compiles_in_module: await import(URL.createObjectURL(module)).then(() => true, () => false),
  });
}
return found;";

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own"
)]
#[derive(Debug, Deserialize)]
struct Judged {
    is_async: bool,
    has_fault: bool,
    compiles_async: bool,
    compiles_sync: bool,
    compiles_in_module: bool,
}

/// Numbers by Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % count
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// What looks like an operator and is none.
const DECOYS: &[&str] = &[
    "'await'",
    "\"await x\"",
    "`await ${n}`",
    "`\\`await`",
    "/await /.test('x')",
    "/[/]await/",
    "{ await: n }.await",
    "({ await: n })",
    "({ await() {} })",
    "({ get await() { return 1 } })",
    "({ async await() { await n } })",
    "(async () => await n)",
    "(async function () { for await (const x of []); })",
    "(async (x) => { await x })",
    "({ async *f() { await n; yield 1 } })",
    "class { async f() { await n } }",
    "class { static async await() {} }",
    "data?.await",
    "n / 2 /* await n */ / 3",
    "async () => { await n }",
];

/// What is one.
const AWAITS: &[&str] = &[
    "await n",
    "await (n)",
    "await null",
    "`a${await n}//`",
    "`${`${await n}`}`",
    "[await n]",
    "({ [await n]: 1 })",
    "({ a: await n })",
    "f(await n)",
    "n + await n",
    "(await n).x",
    "await /await/",
    "!await n",
    "typeof await n",
    "await `x`",
    "class { [await n]() {} }",
    "class extends (await Object) {}",
    "(0, await n)",
    "await (async () => 1)()",
    "await await n",
    "n ? await n : 0",
    "[...await []]",
];

const LITERALS: &[&str] = &[
    "1",
    "'a'",
    "`b${n}`",
    "/x/g",
    "null",
    "[]",
    "{}",
    "n",
    "data",
    "(x) => x",
    "function () {}",
];

/// An expression, and whether it awaits.
fn expression(random: &mut Random, depth: usize) -> (String, bool) {
    if depth == 0 {
        let (text, awaits) = match random.below(8) {
            0 => (random.of(AWAITS), true),
            1..=3 => (random.of(DECOYS), false),
            _ => (random.of(LITERALS), false),
        };
        return (format!("({text})"), awaits);
    }
    let (one, first) = expression(random, depth - 1);
    let (other, second) = expression(random, depth - 1);
    match random.below(7) {
        0 => (format!("({one} + {other})"), first || second),
        1 => (format!("[{one}, {other}]"), first || second),
        2 => (format!("`{{}}${{{one}}}/${{{other}}}`"), first || second),
        // What an inner function awaits is its own.
        3 => (
            format!("(async () => {{ return {one}; }}, {other})"),
            second,
        ),
        4 => (format!("({{ async f() {{ {one} }}, x: {other} }})"), second),
        5 => (format!("({one} ? {other} : /[`\"']/)"), first || second),
        _ => (format!("f({one}, {other})"), first || second),
    }
}

/// A statement, and whether it awaits.
fn statement(random: &mut Random, depth: usize) -> (String, bool) {
    let nested = random.below(3).min(depth);
    let (value, awaits) = expression(random, nested);
    match random.below(if depth == 0 { 4 } else { 10 }) {
        0 => (format!("{value};"), awaits),
        1 => (format!("f = {value}; // await this\n"), awaits),
        2 => (format!("/* await\n */ if (n) ({value});"), awaits),
        3 => (
            format!("label: for (;;) {{ {value}; break label; }}"),
            awaits,
        ),
        4 => {
            let (inner, second) = statement(random, depth - 1);
            (
                format!("if ({value}) {{ {inner} }} else {{ data }}"),
                awaits || second,
            )
        }
        5 => {
            let (inner, _) = statement(random, depth - 1);
            (
                format!("(async function f{depth}() {{ {inner} }}); ({value});"),
                awaits,
            )
        }
        6 => (format!("for await (const x of ({value})) data;"), true),
        7 => {
            let (inner, second) = statement(random, depth - 1);
            (
                format!("try {{ {inner} }} catch {{ {value} }} finally {{ }}"),
                awaits || second,
            )
        }
        8 => {
            let (inner, second) = statement(random, depth - 1);
            (
                format!("switch ({value}) {{ case 'await': {inner} default: }}"),
                awaits || second,
            )
        }
        _ => {
            let (inner, second) = statement(random, depth - 1);
            (
                format!("{{ {inner} }} while (false) ({value});"),
                awaits || second,
            )
        }
    }
}

/// What stands for kinds of their own.
const KINDS: &[(&str, bool)] = &[
    (
        "const u = `https://a.example/${n}`; return u.length + await (Promise.resolve(1));",
        true,
    ),
    ("return { await: n }.await;", false),
    ("await: for (;;) break await;", false),
    ("const await = 1; return await + 1;", false),
    ("return await;", false),
    ("function f() { return `${`await`}`; } return f();", false),
    ("return n /await/ 2;", false),
    ("let x = 4 / n; // await / 2", false),
    ("await\nn", true),
    ("return (await\n(n))", true),
    ("#!await", false),
    ("", false),
];

async fn judged(page: &Browser, module: &str, texts: &[String]) -> Result<Vec<Judged>> {
    page.js_with(JUDGE, vec![module.into(), json!(texts)]).await
}

/// The editor's module, which lies in the folder of its build.
fn editor() -> Result<String> {
    let folders = std::fs::read_dir(e2e::dist()?)?;
    let mut files = folders
        .flatten()
        .map(|folder| folder.path().join("editor/editor.js"));
    let file = files.find(|file| file.is_file()).context("no editor")?;
    Ok(std::fs::read_to_string(file)?)
}

async fn parser_and_compiler_agree(page: &Browser) -> Result<()> {
    let site = Site::of(e2e::dist()?).start(Host::Plain)?;
    // A text, which has no policy that would hold the compiler back.
    page.expect_console("favicon.ico");
    page.goto(&site.url("sw.js")).await?;
    let module = editor()?;
    let clock = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let fresh = clock.as_secs_f64().to_bits() | 1;
    for seed in [88_172_645_463_325_252, fresh] {
        println!("snippets of seed {seed}");
        let mut random = Random(seed);
        let all: Vec<(String, bool)> = (0..SNIPPETS)
            .map(|_| {
                let statements: Vec<(String, bool)> = (0..=random.below(3))
                    .map(|_| statement(&mut random, 2))
                    .collect();
                let text: Vec<&str> = statements.iter().map(|(text, _)| text.as_str()).collect();
                let awaits = statements.iter().any(|(_, awaits)| *awaits);
                (text.join("\n"), awaits)
            })
            .collect();
        let texts: Vec<String> = all.iter().map(|(text, _)| text.clone()).collect();
        let found = judged(page, &module, &texts).await?;
        let mut awaiting = 0;
        for ((text, awaits), found) in all.iter().zip(&found) {
            ensure!(found.compiles_async, "no snippet: {text} {found:?}");
            // Else the operator would be none there.
            ensure!(found.compiles_in_module != *awaits, "{text} {found:?}");
            ensure!(
                found.is_async == *awaits && !found.has_fault,
                "{text} {found:?}"
            );
            awaiting += usize::from(*awaits);
        }
        ensure!(
            (SNIPPETS / 5..SNIPPETS * 4 / 5).contains(&awaiting),
            "{awaiting} of {SNIPPETS}"
        );
    }
    let texts: Vec<String> = KINDS.iter().map(|(text, _)| (*text).to_owned()).collect();
    let found = judged(page, &module, &texts).await?;
    for ((text, awaits), found) in KINDS.iter().zip(&found) {
        // The compiler has the last word, as it has in the sandbox.
        let is_async = found.is_async && (found.compiles_async || !found.compiles_sync);
        ensure!(is_async == *awaits, "{text} {found:?}");
    }
    Ok(())
}

#[tokio::test]
async fn chromium_and_the_parser_agree_on_what_awaits() {
    untimed_journey(Options::chromium(), parser_and_compiler_agree).await;
}

#[tokio::test]
async fn firefox_and_the_parser_agree_on_what_awaits() {
    untimed_journey(Options::firefox(), parser_and_compiler_agree).await;
}
