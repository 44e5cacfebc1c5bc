//! What a random program is made of, and its text.
//!
//! Every promise that a program makes has something that handles its rejection, so that no program ends by an error.

use std::fmt::Write as _;

/// Statements.
pub(crate) type Block = Vec<Stmt>;

/// A statement. Each leaf prints a label of its own.
#[derive(Clone, Debug)]
pub(crate) enum Stmt {
    /// `console.log`.
    Print,
    /// `setTimeout`.
    Timer { ms: u32, body: Block },
    /// `setInterval`, which is cleared after so many times.
    Interval { ms: u32, times: u32, body: Block },
    /// `setImmediate`.
    Immediate(Block),
    /// `process.nextTick`.
    Tick(Block),
    /// `queueMicrotask`.
    Micro(Block),
    /// A timer or immediate that is cleared before it can run.
    Cleared {
        is_timer: bool,
        when: When,
        body: Block,
    },
    /// Two immediates of which the first clears the second.
    ClearedByOther(Block),
    /// A loop that waits so many milliseconds.
    Busy(u32),
    /// `fs.readFile` with a callback.
    Read(Block),
    /// An emitter with its listeners, and how often it emits.
    Emitter {
        listeners: Vec<Listener>,
        emits: u32,
    },
    /// A promise; what it gives is printed.
    Promise(Source),
    /// An async generator that is asked by hand.
    Generator { body: Block, calls: Vec<Resume> },
    /// `await`, in async functions.
    Await(Source),
    /// `try`, in async functions.
    Try {
        body: Block,
        catch: Option<Block>,
        finally: Option<Block>,
    },
    /// `for await`, in async functions.
    ForAwait {
        over: Over,
        body: Block,
        is_left: bool,
    },
    /// `return`, in async functions.
    Return { source: Source, is_awaited: bool },
    /// `throw`, in async functions.
    Throw,
    /// `yield`, in async generators.
    Yield(Source),
}

/// When something is done to what was made now.
#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    Now,
    Tick,
    Micro,
    Immediate,
    Timer(u32),
}

/// A listener of an emitter.
#[derive(Clone, Debug)]
pub(crate) struct Listener {
    /// `on`, `once`, `prependListener`, `prependOnceListener`.
    pub(crate) method: &'static str,
    pub(crate) is_async: bool,
    pub(crate) body: Block,
}

/// How an async generator is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Resume {
    Next,
    Return,
    Throw,
}

/// What `for await` goes through.
#[derive(Clone, Debug)]
pub(crate) enum Over {
    /// An array; none of these rejects.
    Array(Vec<Source>),
    /// A generator.
    Sync(u32),
    /// An async generator.
    Async(Block),
}

/// Something to wait for.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Value,
    Resolved,
    Rejected,
    Thenable(Block),
    /// `new Promise`, which is settled with something at some time.
    New {
        body: Block,
        when: When,
        inner: Box<Source>,
        is_rejected: bool,
    },
    /// A call of an async function.
    Call(Block),
    /// `then`, `catch`, `finally`.
    Chain(Box<Source>, Vec<Link>),
    /// `Promise.all` and the like.
    Combine(&'static str, Vec<Source>),
    /// `fs.promises.readFile`.
    Read,
}

/// A link of a chain.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// `then`, `catch`, `finally`; `both` is `then` with two functions.
    pub(crate) method: &'static str,
    pub(crate) body: Block,
    pub(crate) gives: Gives,
}

/// What the function of a link gives.
#[derive(Clone, Debug)]
pub(crate) enum Gives {
    Nothing,
    Source(Box<Source>),
    Error,
}

/// The text of a program.
pub(crate) fn text(program: &Block) -> String {
    let mut writer = Writer::default();
    writer.block(program);
    let mut text = String::new();
    for (needle, line) in HEAD {
        if writer.text.contains(needle) {
            let _ = writeln!(text, "{line}");
        }
    }
    text + &writer.text
}

/// What a program needs of Node, and what it is known by.
const HEAD: &[(&str, &str)] = &[
    ("fs.", "const fs = require('node:fs');"),
    (
        "EventEmitter",
        "const EventEmitter = require('node:events');",
    ),
    (
        "busy(",
        "const busy = (ms) => {\n  const from = Date.now();\n  while (Date.now() - from < ms);\n};",
    ),
];

#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
    label: u32,
    name: u32,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let depth = 2 * self.depth;
        let _ = writeln!(self.text, "{:depth$}{line}", "");
    }

    /// Something printed with a label of its own and a value.
    fn print(&mut self, value: &str) {
        let printed = self.printed(value);
        self.line(&format!("{printed};"));
    }

    fn printed(&mut self, value: &str) -> String {
        self.label += 1;
        match value {
            "" => format!("console.log({})", self.label),
            _ => format!("console.log({}, String({value}))", self.label),
        }
    }

    fn number(&mut self) -> u32 {
        self.label += 1;
        self.label
    }

    fn name(&mut self, kind: &str) -> String {
        self.name += 1;
        format!("{kind}{}", self.name)
    }

    fn block(&mut self, block: &Block) {
        for stmt in block {
            self.stmt(stmt);
        }
    }

    /// A head, an indented block, and a foot.
    fn nest(&mut self, head: &str, block: &Block, foot: &str) {
        self.line(head);
        self.depth += 1;
        self.block(block);
        self.depth -= 1;
        self.line(foot);
    }

    /// The text of a block as it stands within an expression.
    fn inner(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let outer = std::mem::take(&mut self.text);
        self.depth += 1;
        write(self);
        self.depth -= 1;
        let inner = std::mem::replace(&mut self.text, outer);
        let depth = 2 * self.depth;
        format!("{{\n{inner}{:depth$}}}", "")
    }

    fn body(&mut self, block: &Block) -> String {
        self.inner(|writer| writer.block(block))
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Print => self.print(""),
            Stmt::Timer { ms, body } => {
                self.nest("setTimeout(() => {", body, &format!("}}, {ms});"));
            }
            Stmt::Interval { ms, times, body } => self.interval(*ms, *times, body),
            Stmt::Immediate(body) => self.nest("setImmediate(() => {", body, "});"),
            Stmt::Tick(body) => self.nest("process.nextTick(() => {", body, "});"),
            Stmt::Micro(body) => self.nest("queueMicrotask(() => {", body, "});"),
            Stmt::Cleared {
                is_timer,
                when,
                body,
            } => self.cleared(*is_timer, *when, body),
            Stmt::ClearedByOther(body) => self.cleared_by_other(body),
            Stmt::Busy(ms) => self.line(&format!("busy({ms});")),
            Stmt::Read(body) => self.nest("fs.readFile('data.txt', () => {", body, "});"),
            Stmt::Emitter { listeners, emits } => self.emitter(listeners, *emits),
            Stmt::Promise(source) => self.promise(source),
            Stmt::Generator { body, calls } => self.generator(body, calls),
            Stmt::Await(source) => {
                let value = self.name("v");
                let source = self.source(source);
                self.line(&format!("const {value} = await {source};"));
                self.print(&value);
            }
            Stmt::Try {
                body,
                catch,
                finally,
            } => self.attempt(body, catch.as_ref(), finally.as_ref()),
            Stmt::ForAwait {
                over,
                body,
                is_left,
            } => self.for_await(over, body, *is_left),
            Stmt::Return { source, is_awaited } => {
                let source = self.source(source);
                let wait = if *is_awaited { "await " } else { "" };
                self.line(&format!("return {wait}{source};"));
            }
            Stmt::Throw => {
                let number = self.number();
                self.line(&format!("throw new Error('e{number}');"));
            }
            Stmt::Yield(source) => {
                let source = self.source(source);
                let value = self.name("y");
                self.line(&format!("const {value} = yield {source};"));
                self.print(&value);
            }
        }
    }

    fn interval(&mut self, ms: u32, times: u32, body: &Block) {
        let name = self.name("interval");
        let count = self.name("left");
        self.line(&format!("let {count} = {times};"));
        self.line(&format!("const {name} = setInterval(() => {{"));
        self.depth += 1;
        self.line(&format!("if (--{count} === 0) clearInterval({name});"));
        self.block(body);
        self.depth -= 1;
        self.line(&format!("}}, {ms});"));
    }

    fn cleared(&mut self, is_timer: bool, when: When, body: &Block) {
        let name = self.name("cleared");
        let (start, foot, clear) = if is_timer {
            ("setTimeout", "}, 200);", "clearTimeout")
        } else {
            ("setImmediate", "});", "clearImmediate")
        };
        self.nest(&format!("const {name} = {start}(() => {{"), body, foot);
        let line = at(when, &format!("{clear}({name})"));
        self.line(&line);
    }

    fn cleared_by_other(&mut self, body: &Block) {
        let name = self.name("cleared");
        self.line("setImmediate(() => {");
        self.depth += 1;
        self.block(body);
        self.line(&format!("clearImmediate({name});"));
        self.depth -= 1;
        self.line("});");
        let printed = self.printed("");
        self.line(&format!("const {name} = setImmediate(() => {printed});"));
    }

    fn emitter(&mut self, listeners: &[Listener], emits: u32) {
        let name = self.name("emitter");
        self.line(&format!("const {name} = new EventEmitter();"));
        for listener in listeners {
            let method = listener.method;
            if listener.is_async {
                self.nest(
                    &format!("{name}.{method}('it', async () => {{ try {{"),
                    &listener.body,
                    "} catch (e) {",
                );
                self.depth += 1;
                self.print("e.message");
                self.depth -= 1;
                self.line("} });");
            } else {
                self.nest(
                    &format!("{name}.{method}('it', () => {{"),
                    &listener.body,
                    "});",
                );
            }
        }
        for _ in 0..emits {
            self.line(&format!("{name}.emit('it');"));
        }
    }

    fn promise(&mut self, source: &Source) {
        let promise = self.promised(source);
        let value = self.printed("v");
        let error = self.printed("e.message");
        self.line(&format!("{promise}.then((v) => {value}, (e) => {error});"));
    }

    fn generator(&mut self, body: &Block, calls: &[Resume]) {
        let name = self.name("generator");
        self.nest(
            &format!("const {name} = (async function* () {{"),
            body,
            "})();",
        );
        for call in calls {
            let number = self.number();
            let call = match call {
                Resume::Next => format!("next({number})"),
                Resume::Return => format!("return({number})"),
                Resume::Throw => format!("throw(new Error('e{number}'))"),
            };
            let value = self.printed("[r.value, r.done]");
            let error = self.printed("e.message");
            self.line(&format!(
                "{name}.{call}.then((r) => {value}, (e) => {error});"
            ));
        }
    }

    fn attempt(&mut self, body: &Block, catch: Option<&Block>, finally: Option<&Block>) {
        let mut text = format!("try {}", self.body(body));
        if let Some(catch) = catch {
            let inner = self.inner(|writer| {
                writer.print("e.message");
                writer.block(catch);
            });
            let _ = write!(text, " catch (e) {inner}");
        }
        if catch.is_none() || finally.is_some() {
            let inner = self.inner(|writer| {
                writer.print("");
                writer.block(finally.unwrap_or(&Vec::new()));
            });
            let _ = write!(text, " finally {inner}");
        }
        self.line(&text);
    }

    fn for_await(&mut self, over: &Over, body: &Block, is_left: bool) {
        let over = match over {
            Over::Array(sources) => self.array(sources),
            Over::Sync(count) => {
                let numbers: Vec<String> = (0..*count)
                    .map(|_| format!("yield {};", self.number()))
                    .collect();
                format!("(function* () {{ {} }})()", numbers.join(" "))
            }
            Over::Async(body) => format!("(async function* () {})()", self.body(body)),
        };
        let value = self.name("v");
        self.line(&format!("for await (const {value} of {over}) {{"));
        self.depth += 1;
        self.print(&value);
        self.block(body);
        if is_left {
            self.line("break;");
        }
        self.depth -= 1;
        self.line("}");
    }

    fn array(&mut self, sources: &[Source]) -> String {
        let parts: Vec<String> = sources.iter().map(|source| self.source(source)).collect();
        format!("[{}]", parts.join(", "))
    }

    /// An expression that is a promise.
    fn promised(&mut self, source: &Source) -> String {
        let text = self.source(source);
        match source {
            Source::Value | Source::Thenable(_) => format!("Promise.resolve({text})"),
            _ => text,
        }
    }

    fn source(&mut self, source: &Source) -> String {
        match source {
            Source::Value => self.number().to_string(),
            Source::Resolved => format!("Promise.resolve({})", self.number()),
            Source::Rejected => format!("Promise.reject(new Error('e{}'))", self.number()),
            Source::Thenable(body) => {
                let inner = self.inner(|writer| {
                    writer.block(body);
                    let number = writer.number();
                    writer.line(&format!("resolve({number});"));
                });
                format!("{{ then(resolve) {inner} }}")
            }
            Source::New {
                body,
                when,
                inner,
                is_rejected,
            } => {
                let executor = self.inner(|writer| {
                    writer.block(body);
                    let settle = if *is_rejected {
                        format!("reject(new Error('e{}'))", writer.number())
                    } else {
                        format!("resolve({})", writer.source(inner))
                    };
                    writer.line(&at(*when, &settle));
                });
                format!("new Promise((resolve, reject) => {executor})")
            }
            Source::Call(body) => format!("(async () => {})()", self.body(body)),
            Source::Chain(start, links) => {
                let mut text = self.promised(start);
                for link in links {
                    text += &self.link(link);
                }
                text
            }
            Source::Combine(method, sources) => {
                let settled = if *method == "allSettled" {
                    ".then((all) => all.map((one) => one.status))"
                } else {
                    ""
                };
                format!("Promise.{method}({}){settled}", self.array(sources))
            }
            Source::Read => "fs.promises.readFile('data.txt')".to_owned(),
        }
    }

    fn link(&mut self, link: &Link) -> String {
        let parameter = match link.method {
            "then" | "both" => "v",
            "catch" => "e",
            _ => "",
        };
        let inner = self.inner(|writer| {
            writer.print(if parameter == "e" {
                "e.message"
            } else {
                parameter
            });
            writer.block(&link.body);
            match &link.gives {
                Gives::Nothing => {}
                Gives::Source(source) => {
                    let source = writer.source(source);
                    writer.line(&format!("return {source};"));
                }
                Gives::Error => writer.stmt(&Stmt::Throw),
            }
        });
        let function = format!("({parameter}) => {inner}");
        if link.method == "both" {
            let other = self.printed("e.message");
            return format!(".then({function}, (e) => {other})");
        }
        format!(".{}({function})", link.method)
    }
}

/// A call that is made at some time.
fn at(when: When, call: &str) -> String {
    match when {
        When::Now => format!("{call};"),
        When::Tick => format!("process.nextTick(() => {call});"),
        When::Micro => format!("queueMicrotask(() => {call});"),
        When::Immediate => format!("setImmediate(() => {call});"),
        When::Timer(ms) => format!("setTimeout(() => {call}, {ms});"),
    }
}
