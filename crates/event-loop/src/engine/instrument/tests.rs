use super::{Coverage, Instrumented, Options, instrument, parse, walker, without_marks};
use crate::program::ModuleKind::{self, CommonJs, Module};
use crate::trace::Place;
use proptest::prelude::*;

mod count;

const WRAPPED: Options = Options {
    await_takes_three_ticks: true,
};

fn instrumented(source: &str, kind: ModuleKind, options: Options) -> Instrumented {
    let done =
        instrument(source, kind, options).unwrap_or_else(|error| panic!("{source:?}: {error}"));
    assert_eq!(done.coverage, Coverage::Statements, "{source:?}");
    assert_eq!(
        without_marks(&done.source, &done.mark, &done.await_wrapper),
        source
    );
    assert_eq!(
        done.places.len(),
        count::statements(source, kind),
        "{source:?} became {:?}",
        done.source
    );
    assert_eq!(
        done.source.lines().count(),
        source.lines().count(),
        "{source:?}"
    );
    done
}

/// Writes marks as `‹N›`, and the brackets that stand beside a comment without it: `<{`, `>}`, `>)`.
fn short(text: &str) -> String {
    let mut text = text
        .replace("/*__at*/{", "<{")
        .replace("/*__at*/}", ">}")
        .replace("/*__at*/)", ">)");
    text = text
        .replace("/*__await*/)", ">)")
        .replace("/*__await*/", "~")
        .replace("__await(", "W(");
    while let Some(start) = text.find("__at(") {
        let end = start + text[start..].find(')').expect("a call ends");
        let number = text[start + 5..end].to_owned();
        text.replace_range(start..=end, &format!("‹{number}›"));
    }
    text.replace("›;", "›").replace("›,", "›")
}

fn check(source: &str, expect: &str) {
    assert_eq!(
        short(&instrumented(source, CommonJs, WRAPPED).source),
        expect
    );
}

fn check_module(source: &str, expect: &str) {
    assert_eq!(short(&instrumented(source, Module, WRAPPED).source), expect);
}

#[test]
fn marks_what_is_in_a_list() {
    check("a; b", "‹0›a; ‹1›b");
    check(
        "var a, b = 1; let c; const d = 2;",
        "‹0›var a, b = 1; ‹1›let c; ‹2›const d = 2;",
    );
    check(
        "let [a] = b, {c, d: [e]} = f",
        "‹0›let [a] = b, {c, d: [e]} = f",
    );
    check("{a; {b}}", "‹0›{‹1›a; ‹2›{‹3›b}}");
    check(";;a;;", ";;‹0›a;;");
    check("debugger; throw a", "‹0›debugger; ‹1›throw a");
    check("", "");
    check("/* only */ // a comment", "/* only */ // a comment");
}

#[test]
fn gives_braces_to_bodies_without() {
    check("if (a) b; else c", "‹0›if (a) <{‹1›b;>} else <{‹2›c>}");
    check(
        "if (a) b\nelse c\nd",
        "‹0›if (a) <{‹1›b>}\nelse <{‹2›c>}\n‹3›d",
    );
    check(
        "if(a)if(b)c;else d",
        "‹0›if(a)<{‹1›if(b)<{‹2›c;>}else <{‹3›d>}>}",
    );
    check(
        "if (a) {b} else if (c) {d}",
        "‹0›if (a) {‹1›b} else <{‹2›if (c) {‹3›d}>}",
    );
    check("if (a); else;", "‹0›if (a)<{‹1›;>} else<{‹2›;>}");
    check("for (;;);", "‹0›for (;;)<{‹1›;>}");
    check(
        "for (let i = 0, n = 2; i < n; i++) a(i)",
        "‹0›for (let i = 0, n = 2; i < n; i++) <{‹1›a(i)>}",
    );
    check(
        "for (a in b) c; for (var d in e) f",
        "‹0›for (a in b) <{‹1›c;>} ‹2›for (var d in e) <{‹3›f>}",
    );
    check(
        "for (const {a} of b) c; for (a.b of [1]) d",
        "‹0›for (const {a} of b) <{‹1›c;>} ‹2›for (a.b of [1]) <{‹3›d>}",
    );
    check("while (a) b\nc", "‹0›while (a) <{‹1›b>}\n‹2›c");
    check("do a\nwhile (b) c", "‹0›do <{‹1›a>}\nwhile (b) ‹2›c");
    check("do ; while (a); b", "‹0›do <{‹1›;>} while (a); ‹2›b");
}

#[test]
fn marks_each_turn_of_a_loop() {
    check("for (;;) {}", "‹0›for (;;) {‹1›}");
    check("while (a) { ; }", "‹0›while (a) {‹1› ; }");
    check("do {} while (a)", "‹0›do {‹1›} while (a)");
    check(
        "for (a of b) { function f() {} }",
        "‹0›for (a of b) {‹1› function f() {} }",
    );
    check("while (1) { {} }", "‹0›while (1) { ‹1›{} }");
    check("if (a) {}", "‹0›if (a) {}");
}

#[test]
fn leaves_nothing_between_a_label_and_its_loop() {
    check(
        "a: for (;;) { continue a }",
        "‹0›a: for (;;) { ‹1›continue a }",
    );
    check(
        "a: b: while (c) break b",
        "‹0›a: b: while (c) <{‹1›break b>}",
    );
    check("a: { break a }", "‹0›a: { ‹1›break a }");
    check("a: b()\nc", "‹0›a: <{‹1›b()>}\n‹2›c");
    check(
        "for (;;) a: for (;;) continue a",
        "‹0›for (;;) <{‹1›a: for (;;) <{‹2›continue a>}>}",
    );
}

#[test]
fn marks_what_is_in_switch_and_try() {
    check(
        "switch (a) { case b: c; d; case {e: 1}.e: default: f }",
        "‹0›switch (a) { case b: ‹1›c; ‹2›d; case {e: 1}.e: default: ‹3›f }",
    );
    check("switch (a ? b : c) {}", "‹0›switch (a ? b : c) {}");
    check(
        "try { a } catch { b } finally { c }",
        "‹0›try <{try{ ‹1›a } catch { ‹2›b } >}finally { ‹3›c }",
    );
    check(
        "try {} catch ({a = () => b}) {}",
        "‹0›try {} catch ({a = () => (‹1›b>)}) {}",
    );
}

#[test]
fn inserts_nothing_within_with() {
    check(
        "with (() => a) { b; (() => c)() } d",
        "‹0›with (() => (‹1›a>)) { b; (() => c)() } ‹2›d",
    );
    check("with (a) for (;;) b", "‹0›with (a) for (;;) b");
}

#[test]
fn marks_bodies_of_functions() {
    check(
        "function f(a = () => b) { c; return\n}",
        "function f(a = () => (‹0›b>)) { ‹1›c; ‹2›return\n}",
    );
    check(
        "function* g() { yield; yield a; yield* b; yield\n/c/.d }",
        "function* g() { ‹0›yield; ‹1›yield a; ‹2›yield* b; ‹3›yield\n‹4›/c/.d }",
    );
    check(
        "a(function () { b }, function* c() { d })",
        "‹0›a(function () { ‹1›b }, function* c() { ‹2›d })",
    );
    check("async function f() { a }", "async function f() { ‹0›a }");
    check(
        "a = async function* () { for await (b of c) d; for await (const e of f) {} }",
        "‹0›a = async function* () { ‹1›for await (b of c) <{‹2›d;>} ‹3›for await (const e of f) {‹4›} }",
    );
    check("async\nfunction f() {}", "‹0›async\nfunction f() {}");
    check(
        "`a${() => { b }}c${`${d => e}`}`; f",
        "‹0›`a${() => { ‹1›b }}c${`${d => (‹2›e>)}`}`; ‹3›f",
    );
    check(
        "({ a() { b }, get c() { d }, set c(e) { f }, async g() { h }, *i() { j }, async *[k]() { l } })",
        "‹0›({ a() { ‹1›b }, get c() { ‹2›d }, set c(e) { ‹3›f }, async g() { ‹4›h }, *i() { ‹5›j }, async *[k]() { ‹6›l } })",
    );
    check(
        "({ get, set, async, a: () => b, get: 1, 'c'() {}, 2() {}, [d]: e, ...f, get [g]() { h } })",
        "‹0›({ get, set, async, a: () => (‹1›b>), get: 1, 'c'() {}, 2() {}, [d]: e, ...f, get [g]() { ‹2›h } })",
    );
    check(
        "[() => a, , ...b]; ({ c = 1, ...d } = e)",
        "‹0›[() => (‹1›a>), , ...b]; ‹2›({ c = 1, ...d } = e)",
    );
}

#[test]
fn marks_arrows() {
    check("a = x => x", "‹0›a = x => (‹1›x>)");
    check("a = () => ({}), b", "‹0›a = () => (‹1›({})>), b");
    check(
        "a = (x, [y], {z} = {}, ...w) => (x, y)",
        "‹0›a = (x, [y], {z} = {}, ...w) => (‹1›(x, y)>)",
    );
    check("a = x => y => { z }", "‹0›a = x => (‹1›y => { ‹2›z }>)");
    check(
        "a = async x => x; b = async (x) => x; c = async () => { d }",
        "‹0›a = async x => (‹1›x>); ‹2›b = async (x) => (‹3›x>); ‹4›c = async () => { ‹5›d }",
    );
    check("a = x =>\n  y // z\nb", "‹0›a = x =>\n  (‹1›y>) // z\n‹2›b");
    check("a ? b => c : d => e", "‹0›a ? b => (‹1›c>) : d => (‹2›e>)");
    check(
        "a = () => {}\n/b/.test(c)",
        "‹0›a = () => {}\n‹1›/b/.test(c)",
    );
    check(
        "a = () => class { b() { c } }",
        "‹0›a = () => (‹1›class { b() { ‹2›c } }>)",
    );
    check(
        "a = () => function () { b }",
        "‹0›a = () => (‹1›function () { ‹2›b }>)",
    );
    check("a = () => /b/", "‹0›a = () => (‹1›/b/>)");
}

#[test]
fn marks_classes() {
    check(
        "class A extends f(() => a) { constructor() { super(); } static { b; } }",
        "class A extends f(() => (‹0›a>)) { constructor() { ‹1›super(); } static { ‹2›b; } }",
    );
    check(
        "class A { a = () => b; static c = d\n #e = 1; #f() { g } get; static; static async *h() { i } 'j' = 2 }",
        "class A { a = () => (‹0›b>); static c = d\n #e = 1; #f() { ‹1›g } get; static; static async *h() { ‹2›i } 'j' = 2 }",
    );
    check(
        "class A { a\n[b]() { c }\nget d() { e }\nstatic get f() { g } set\n*h() { i } }",
        "class A { a\n[b]() { ‹0›c }\nget d() { ‹1›e }\nstatic get f() { ‹2›g } set\n*h() { ‹3›i } }",
    );
    check(
        "a = class { [(() => b)()]() {} }; a.b",
        "‹0›a = class { [(() => (‹1›b>))()]() {} }; ‹2›a.b",
    );
    check(
        "class A { #a; b(c) { return #a in c } }",
        "class A { #a; b(c) { ‹0›return #a in c } }",
    );
}

#[test]
fn keeps_directives_first() {
    check("'use strict'; a", "'use strict'; ‹0›a");
    check("\"use strict\"\na", "\"use strict\"\n‹0›a");
    check(
        "// a\n'b';'c'\nfunction f() { 'use strict'; d; 'e' }",
        "// a\n'b';'c'\nfunction f() { 'use strict'; ‹0›d; ‹1›'e' }",
    );
    check("'a'.b; 'c'", "‹0›'a'.b; ‹1›'c'");
    check("'a'\n+ 'b'", "‹0›'a'\n+ 'b'");
    check(
        "a = () => { 'use strict' }",
        "‹0›a = () => { 'use strict' }",
    );
    check("'a' in b", "‹0›'a' in b");
}

#[test]
fn follows_automatic_semicolons() {
    check("a\nb", "‹0›a\n‹1›b");
    check(
        "a\n(b)\n[c]\n`d`\n.e\n+ f\ng",
        "‹0›a\n(b)\n[c]\n`d`\n.e\n+ f\n‹1›g",
    );
    check("a\n++b\nc\n--\nd", "‹0›a\n‹1›++b\n‹2›c\n‹3›--\nd");
    check(
        "var a\n(b)\nlet c\n[d] = e",
        "‹0›var a\n‹1›(b)\n‹2›let c\n[d] = e"
            .replace("\n[d]", "\n‹3›[d]")
            .as_str(),
    );
    check(
        "function f() { return\na }",
        "function f() { ‹0›return\n‹1›a }",
    );
    check(
        "a: for (;;) { break\na }",
        "‹0›a: for (;;) { ‹1›break\n‹2›a }",
    );
    check("do a; while (b) c", "‹0›do <{‹1›a;>} while (b) ‹2›c");
    check("a /* \n */ b", "‹0›a /* \n */ ‹1›b");
    check("a\ninstanceof b\nin_", "‹0›a\ninstanceof b\n‹1›in_");
    check("a\n!b", "‹0›a\n‹1›!b");
    check("a = b\n/c/d.e", "‹0›a = b\n/c/d.e");
}

#[test]
fn tells_regular_expressions_from_division() {
    check("/[/]'\\/{/g.test(a); b", "‹0›/[/]'\\/{/g.test(a); ‹1›b");
    check(
        "a / b / c; (d) / e; f[0] / 1",
        "‹0›a / b / c; ‹1›(d) / e; ‹2›f[0] / 1",
    );
    check(
        "if (a) /b/.c; else /=d/.e",
        "‹0›if (a) <{‹1›/b/.c;>} else <{‹2›/=d/.e>}",
    );
    check(
        "{} /a/.b; a++ / 2; typeof /c/",
        "‹0›{} ‹1›/a/.b; ‹2›a++ / 2; ‹3›typeof /c/",
    );
    check("a /= 2; b = {} / 1", "‹0›a /= 2; ‹1›b = {} / 1");
}

#[test]
fn steps_over_each_kind_of_expression() {
    let expressions = [
        "(a)",
        "((a), b)",
        "`a`",
        "`a${b}c${`d`}`",
        "a`b${c}`",
        "a?.b",
        "a?.[b]?.(c)?.d.#e",
        "a++",
        "++a",
        "a--",
        "!a",
        "- -a",
        "typeof void delete a.b",
        "new a",
        "new a(b)",
        "new a.b(c).d",
        "new (a())()",
        "new class {}",
        "new new a()()",
        "a ? b : c",
        "a ?.5 : 1",
        "a ?? b",
        "a ||= b",
        "a ** b ** c",
        "a >>>= 1",
        "a in b",
        "a instanceof b",
        "0x1F",
        "1_000n",
        ".5e-3",
        "1..a",
        "1.5.a",
        "1e3.a",
        "0b1",
        "\"\\\"\"",
        "'\\\r\n'",
        "[]",
        "[a, , ]",
        "[...a, ...b]",
        "function () {}.call(a)",
        "class {}.a",
        "this",
        "null",
        "super_",
        "import('a')",
        "import('a').then(b)",
        "a => a",
        "a, b",
        "a = b = c",
        "/a/.b",
        "\\u0061b",
        "a\\u{62}c",
        "ünï",
        "𝒳",
        "'😀'",
        "({})",
        "({ a, b() {}, c: 1 })",
        "a?.`b`",
        "a.if.class.await",
        "yield_",
        "await",
        "of",
        "get",
        "static_",
        "a /* b */",
        "a\u{a0}+\u{feff}b",
    ];
    for expression in expressions
        .into_iter()
        .filter(|expression| !expression.contains(['#']) && *expression != "a?.`b`")
    {
        let is_statement = !expression.starts_with("function") && !expression.starts_with("class");
        let expression = if is_statement {
            expression.to_owned()
        } else {
            format!("0, {expression}")
        };
        for tail in [";", "\n"] {
            let done = instrumented(
                &format!("{expression}{tail}last"),
                CommonJs,
                Options::default(),
            );
            assert!(
                done.source.contains(&format!("{tail}__at(")),
                "{expression:?} became {:?}",
                done.source
            );
        }
        instrumented(&format!("const a_ = [{expression}]; b"), CommonJs, WRAPPED);
        instrumented(&format!("if (({expression})) b; else c"), CommonJs, WRAPPED);
        instrumented(&format!("`${{{expression}\n}}`; b"), CommonJs, WRAPPED);
    }
    check(
        "function f() { new.target; new new.target(a).b; c }",
        "function f() { ‹0›new.target; ‹1›new new.target(a).b; ‹2›c }",
    );
    check("010.a; 09.5.a; b", "‹0›010.a; ‹1›09.5.a; ‹2›b");
}

#[test]
fn wraps_what_is_awaited() {
    check_module("await a", "‹0›await W(a>)");
    check_module(
        "await a.b(c)?.d + await e;f",
        "‹0›await W(a.b(c)?.d>) + await W(e>);‹1›f",
    );
    check_module(
        "await(a, b); await[c]; await`d`; await/e/",
        "‹0›await~W((a, b)>); ‹1›await~W([c]>); ‹2›await~W(`d`>); ‹3›await~W(/e/>)",
    );
    check_module(
        "await await a; !await -b",
        "‹0›await W(await W(a>)>); ‹1›!await W(-b>)",
    );
    check_module(
        "a = async b => await b",
        "‹0›a = async b => (‹1›await W(b>)>)",
    );
    check_module(
        "await async function () { await a }()",
        "‹0›await W(async function () { ‹1›await W(a>) }()>)",
    );
    check_module(
        "for await (const a of await b);",
        "‹0›for await (const a of await W(b>))<{‹1›;>}",
    );
    check_module("(await a)(await b)", "‹0›(await W(a>))(await W(b>))");
    check_module("await\na\nb", "‹0›await\nW(a>)\n‹1›b");
    check(
        "async function f(await_) { const await1 = await await_ }",
        "async function f(await_) { ‹0›const await1 = await W(await_>) }",
    );
    check("await(a)", "‹0›await(a)");
    let plain = instrumented("await a", Module, Options::default());
    assert_eq!(plain.source, "__at(0);await a");
}

#[test]
fn marks_modules() {
    check_module(
        "import 'a'; import b, {c as d, 'e' as f} from 'g'; import * as h from 'i'\nj",
        "import 'a'; import b, {c as d, 'e' as f} from 'g'; import * as h from 'i'\n‹0›j",
    );
    check_module(
        "import from from 'a'; import a from 'b' with { type: 'json' }; c",
        "import from from 'a'; import a from 'b' with { type: 'json' }; ‹0›c",
    );
    check_module(
        "export const a = () => b; export let c; export var d",
        "‹0›export const a = () => (‹1›b>); ‹2›export let c; ‹3›export var d",
    );
    check_module("export default () => a", "‹0›export default () => (‹1›a>)");
    check_module("export default a + b; c", "‹0›export default a + b; ‹1›c");
    check_module(
        "export default function () { a }",
        "export default function () { ‹0›a }",
    );
    check_module(
        "export default async function f() { a }\nb",
        "export default async function f() { ‹0›a }\n‹1›b",
    );
    check_module(
        "export default class { a() { b } }",
        "export default class { a() { ‹0›b } }",
    );
    check_module(
        "export function f() { a } export async function* g() {} export class A {}",
        "export function f() { ‹0›a } export async function* g() {} export class A {}",
    );
    check_module(
        "let a, b; export { a, b as c }; export * from 'd'; export * as 'e' from 'f'\nexport {g} from 'h'\ni",
        "‹0›let a, b; export { a, b as c }; export * from 'd'; export * as 'e' from 'f'\nexport {g} from 'h'\n‹1›i",
    );
    check_module(
        "import.meta.a; import('b'); c",
        "‹0›import.meta.a; ‹1›import('b'); ‹2›c",
    );
}

#[test]
fn comments_may_stand_anywhere() {
    check(
        "/* { */ if /* ( */ (/* ) */ a // }\n) /* ; */ b /* else */ ; /* c */ else // d\n e // f",
        "/* { */ ‹0›if /* ( */ (/* ) */ a // }\n) /* ; */ <{‹1›b /* else */ ;>} /* c */ else // d\n <{‹2›e>} // f",
    );
    check(
        "a = x /* y */ => /* z */ x // w",
        "‹0›a = x /* y */ => /* z */ (‹1›x>) // w",
    );
    check(
        "for (/* ; */;;/* ) */) // a\n;",
        "‹0›for (/* ; */;;/* ) */) // a\n<{‹1›;>}",
    );
    check("#!/usr/bin/env node {\na", "#!/usr/bin/env node {\n‹0›a");
}

fn places(source: &str) -> Vec<(u32, u32, u32, u32)> {
    let done = instrumented(source, CommonJs, Options::default());
    done.places
        .into_iter()
        .map(
            |Place {
                 line,
                 column,
                 end_line,
                 end_column,
             }| (line, column, end_line, end_column),
        )
        .collect()
}

#[test]
fn places_count_characters_and_lines() {
    assert_eq!(places("a;\n  b(\n1)"), [(1, 1, 1, 3), (2, 3, 3, 3)]);
    assert_eq!(
        places("a;\r\nb;\r\nc"),
        [(1, 1, 1, 3), (2, 1, 2, 3), (3, 1, 3, 2)]
    );
    assert_eq!(
        places("'😀é'.x; ä𝒳; b"),
        [(1, 1, 1, 8), (1, 9, 1, 12), (1, 13, 1, 14)]
    );
    assert_eq!(places("/* 😀 */ a"), [(1, 9, 1, 10)]);
    assert_eq!(
        places("a\u{2028}b\rc"),
        [(1, 1, 1, 2), (2, 1, 2, 2), (3, 1, 3, 2)]
    );
    assert_eq!(places("for (;;) {}"), [(1, 1, 1, 12), (1, 10, 1, 12)]);
    assert_eq!(places("f = x => x + 1"), [(1, 1, 1, 15), (1, 10, 1, 15)]);
    assert_eq!(places("if (a) b; // c"), [(1, 1, 1, 10), (1, 8, 1, 10)]);
}

#[test]
fn chooses_names_that_are_free() {
    let done = instrumented("__at(0); '__at0'; x => __await", CommonJs, WRAPPED);
    assert_eq!(
        (done.mark.as_str(), done.await_wrapper.as_str()),
        ("__at1", "__await0")
    );
    let done = instrumented("var \\u005f_a\\u{74}", CommonJs, WRAPPED);
    assert_eq!(done.mark, "__at0");
    instrumented(
        "async function f() { /*__await*/await/**/x; ({x})(/*__at*/{}) }",
        CommonJs,
        WRAPPED,
    );
}

#[test]
fn gives_back_the_text_of_a_part() {
    let done = instrumented(
        "f = async (x) => { if (x) await(y); return z => z }",
        CommonJs,
        WRAPPED,
    );
    let start = done.source.find("async").expect("it is there");
    let text = without_marks(&done.source[start..], &done.mark, &done.await_wrapper);
    assert_eq!(text, "async (x) => { if (x) await(y); return z => z }");
}

#[test]
fn a_module_of_common_js_may_return() {
    check("if (a) return; b", "‹0›if (a) <{‹1›return;>} ‹2›b");
    check("#!x\nreturn a", "#!x\n‹0›return a");
    assert!(instrument("return a", Module, WRAPPED).is_err());
}

fn error(source: &str, kind: ModuleKind) -> String {
    instrument(source, kind, WRAPPED)
        .expect_err("it is no program")
        .to_string()
}

#[test]
fn says_where_a_text_is_no_program() {
    assert_eq!(error("a +", CommonJs), "1:4: unexpected end of input");
    assert_eq!(error("a;\nif (b", CommonJs), "2:6: unexpected end of input");
    assert_eq!(
        error("'😀'; a b", CommonJs),
        "1:8: expected ';', got 'b' in expression statement"
    );
    assert_eq!(
        error("return 1; a b", CommonJs),
        "1:13: expected ';', got 'b' in expression statement"
    );
    assert_eq!(error("} {", CommonJs).split(':').next(), Some("1"));
    assert_eq!(
        error("}); (function () {", CommonJs).split(':').next(),
        Some("1")
    );
    assert!(!error("a = 'b\n", CommonJs).contains(" at line "));
    assert!(!error("let a; let a", CommonJs).contains(" at line "));
}

#[test]
fn deep_nesting_is_an_error_or_works() {
    // The parser is not optimised here, and takes some 100 kB a level.
    let thread = std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(check_deep_nesting);
    thread.expect("a thread").join().expect("no panic");
}

fn check_deep_nesting() {
    for (open, middle, close) in [
        ("(", "a", ")"),
        ("[", "", "]"),
        ("{", "", "}"),
        ("a(", "", ")"),
        ("`${", "a", "}`"),
        ("a => ", "a", ""),
        ("!", "a", ""),
        ("- ", "a", ""),
        ("new ", "a", ""),
        ("if (a) ", ";", ""),
        ("a ? ", "b", " : c"),
        ("(function () {", "", "})"),
        ("a = {b: ", "1", "}"),
        ("async () => await ", "a", ""),
        ("class extends ", "a", " {}"),
        ("while (a) ", ";", ""),
        ("a ? b : ", "c", ""),
        ("a = ", "b", ""),
        ("a + ", "b", ""),
        ("a ** ", "b", ""),
        ("", "a", ".b"),
        ("", "a", "()"),
        ("a, ", "b", ""),
        ("if (a) b; else ", "c", ""),
        ("(((a)+a)+", "b", ")"),
        ("({a() {", "", "}})"),
        ("[x => {", "", "}]"),
        ("x = class { a = [", "", "] }"),
    ] {
        for depth in [60, 190, 990, 5_000] {
            let source = format!("0, {}{middle}{}", open.repeat(depth), close.repeat(depth));
            let source = if open.starts_with(['{', 'i', 'w']) {
                source.replacen("0, ", "", 1)
            } else {
                source
            };
            let _ = instrument(&source, CommonJs, WRAPPED);
            let _ = instrument(&source[..source.len() - close.len()], CommonJs, WRAPPED);
            let _ = instrument(&format!("%{source}"), CommonJs, WRAPPED);
        }
    }
    assert_eq!(
        error(&"(".repeat(5_000), CommonJs),
        "1:201: nested more than 200 deep"
    );
    assert_eq!(
        error(&"a;{\n".repeat(5_000), CommonJs),
        "201:3: nested more than 200 deep"
    );
    instrumented(
        &format!("{}{}", "[".repeat(200), "]".repeat(200)),
        CommonJs,
        WRAPPED,
    );
    instrumented(
        &format!("{}{}", "{".repeat(200), "}".repeat(200)),
        CommonJs,
        WRAPPED,
    );
}

#[test]
fn marks_less_where_a_mark_would_change_the_program() {
    // `let` and the mark behind it would declare a variable.
    let done =
        instrument("var let\nlet\n++a; function f() { b }", CommonJs, WRAPPED).expect("a program");
    assert_eq!(
        (short(&done.source).as_str(), done.coverage),
        (
            "var let\nlet\n++a; function f() {‹0› b }",
            Coverage::Functions
        )
    );
    assert_eq!(done.places.len(), 1);
}

#[test]
fn functions_are_marked_without_a_walk() {
    let names = walker::Names {
        mark: "__at".to_owned(),
        wrapper: None,
    };
    let source = "function f() { a } class A { 'é'() { 'b'; c } d() { (x => x)(function () {}) } static { e } }";
    let edits = parse::function_starts(source, CommonJs, &names, &super::lines::Lines::new(source));
    let text = super::apply(source, edits.insertions).expect("bytes between characters");
    let expect = "function f() {‹0› a } class A { 'é'() { 'b'; c } d() {‹1› (x => x)(function () {‹2›}) } static {‹3› e } }";
    assert_eq!(short(&text), expect);
}

/// Expressions of a small grammar.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a", "b.c", "1", "'s'", "/r[/]/g", "`t`", "this", "[]", "({})", "𝒳", "0.5", "await_",
    ]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(4, 40, 3, |inner| {
            let body = prop::collection::vec(inner.clone(), 0..3).prop_map(|list| list.join(";\n"));
            prop_oneof![
                (
                    inner.clone(),
                    inner.clone(),
                    prop::sample::select(vec!["+", " / ", "\n*", ", ", " in ", " ? 1 : ", "&&"])
                )
                    .prop_map(|(left, right, operator)| format!("({left}{operator}{right})")),
                inner.clone().prop_map(|value| format!("(x => {value})")),
                inner
                    .clone()
                    .prop_map(|value| format!("(async x => await {value})")),
                body.clone()
                    .prop_map(|body| format!("(async ({{y}}) => {{{body}}})")),
                body.clone()
                    .prop_map(|body| format!("(function* () {{ {body} }})")),
                body.clone()
                    .prop_map(|body| format!("({{ get m() {{{body}}}, async, *n() {{}} }})")),
                (inner.clone(), body).prop_map(|(value, body)| format!(
                    "(class {{ p = {value}\n static {{{body}}} }})"
                )),
                inner.clone().prop_map(|value| format!("`x${{{value}}}y`")),
                (inner.clone(), inner.clone())
                    .prop_map(|(callee, value)| format!("f({callee}, ...{value})?.g")),
                inner.prop_map(|value| format!("!{value}")),
            ]
        })
}

/// Statements of a small grammar.
fn statement() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec![";", "\n", " // c\n", " /* c */ ;", ";\r\n"]);
    let simple = (
        expression(),
        end,
        prop::sample::select(vec!["x = ", "var v = ", "throw ", "void "]),
    )
        .prop_map(|(value, end, before)| format!("{before}{value}{end}"));
    prop_oneof![4 => simple, 1 => Just(";".to_owned())].prop_recursive(4, 30, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..3).prop_map(|list| list.concat());
        prop_oneof![
            list.clone().prop_map(|list| format!("{{{list}}}")),
            (expression(), inner.clone())
                .prop_map(|(value, body)| format!("if ({value}) {body} else {{}}")),
            (expression(), inner.clone(), inner.clone())
                .prop_map(|(value, body, other)| format!("if({value}){{{body}}}else {other}")),
            inner
                .clone()
                .prop_map(|body| format!("for (var i = 0; i < 2; i++)\n{body}")),
            inner
                .clone()
                .prop_map(|body| format!("l: while (a) {body}")),
            inner.clone().prop_map(|body| format!("m: {body}")),
            inner
                .clone()
                .prop_map(|body| format!("do {body} while (b)")),
            (expression(), list.clone()).prop_map(|(value, list)| format!(
                "switch ({value}) {{ case {value}: {list} default: }}"
            )),
            list.clone()
                .prop_map(|list| format!("try {{{list}}} catch {{{list}}}")),
            list.clone()
                .prop_map(|list| format!("try {{{list}}} catch {{{list}}} finally {{{list}}}")),
            list.prop_map(|list| format!("function g() {{ 'use strict'; {list}}}\n")),
        ]
    })
}

#[test]
fn programs_of_a_grammar_are_marked() {
    let thread = std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(check_programs);
    thread.expect("a thread").join().expect("no panic");
}

proptest! {
    fn check_programs(statements in prop::collection::vec(statement(), 0..5)) {
        let source = statements.concat();
        // Labels within themselves, or functions where none may stand: the parser refuses some.
        prop_assume!(parse::check(&source, CommonJs, true).is_ok());
        instrumented(&source, CommonJs, WRAPPED);
        instrumented(&source, CommonJs, Options::default());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a-c(){}\\[\\]`$/'\";:,.?!=>+* \n😀]{0,40}") {
        if let Ok(done) = instrument(&text, Module, WRAPPED) {
            prop_assert_eq!(without_marks(&done.source, &done.mark, &done.await_wrapper), text);
        }
    }
}
