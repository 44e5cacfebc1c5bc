//! Draws programs: most of them such that Node leaves nothing in them to chance.

use crate::program::{Block, Gives, Link, Listener, Over, Resume, Source, Stmt, When};

/// Durations of timers that are far apart, and further than a machine dawdles.
const LONG_MS: [u32; 2] = [45, 110];

/// Durations of timers for which a busy loop waits, ascending.
const SHORT_MS: [u32; 4] = [0, 1, 1, 2];

/// Longer than any of those.
const BUSY_MS: u32 = 5;

/// The deepest nesting.
const DEPTH_MAX: u32 = 6;

/// A source of chance that gives the same for the same seed on every machine: `SplitMix64`.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another.
    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end)).unwrap_or(0)
    }

    fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn one_of<T: Copy>(&mut self, options: &[T]) -> T {
        let end = u32::try_from(options.len()).unwrap_or(u32::MAX);
        options[self.below(end) as usize]
    }
}

/// What a program has of timers and immediates: both at once are mostly a matter of chance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flavour {
    /// Short timers for which the program waits, no immediates, no files.
    Timers,
    /// Immediates, files, and timers that are due much later.
    Immediates,
    /// Whatever there is.
    Mixed,
    /// Promises and ticks.
    Jobs,
}

/// In what kind of function a statement stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Function {
    Plain,
    Async,
    /// An async one.
    Generator,
}

/// Where a statement stands.
#[derive(Clone, Copy)]
struct Place {
    depth: u32,
    function: Function,
    /// Whether it runs in a callback of the poll phase, where an immediate always precedes a timer.
    is_poll: bool,
    /// Whether a file may be read: not while another is.
    may_read: bool,
}

impl Place {
    fn function(self) -> Self {
        Self {
            depth: self.depth + 1,
            function: Function::Plain,
            ..self
        }
    }

    fn async_function(self) -> Self {
        Self {
            function: Function::Async,
            ..self.function()
        }
    }

    fn generator(self) -> Self {
        Self {
            function: Function::Generator,
            ..self.function()
        }
    }

    fn nested(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }

    fn without_poll(self) -> Self {
        Self {
            is_poll: false,
            ..self
        }
    }
}

/// A program.
pub(crate) fn program(chance: &mut Chance) -> Block {
    let flavours = [
        Flavour::Timers,
        Flavour::Immediates,
        Flavour::Immediates,
        Flavour::Mixed,
        Flavour::Jobs,
    ];
    let flavour = chance.one_of(&flavours);
    let left = 6 + chance.below(16);
    let mut generator = Generator {
        chance,
        flavour,
        left,
    };
    let place = Place {
        depth: 0,
        function: Function::Plain,
        is_poll: false,
        may_read: true,
    };
    let mut program = Vec::new();
    while generator.left > 0 {
        program.extend(generator.block(place));
    }
    program
}

struct Generator<'a> {
    chance: &'a mut Chance,
    flavour: Flavour,
    /// Statements that may still be drawn.
    left: u32,
}

impl Generator<'_> {
    fn block(&mut self, mut place: Place) -> Block {
        let count = 1 + self.chance.below(3);
        let mut block = Vec::new();
        let due_percent = match self.flavour {
            Flavour::Timers | Flavour::Mixed => 30,
            Flavour::Immediates => 10,
            Flavour::Jobs => 0,
        };
        if place.depth <= DEPTH_MAX && self.chance.percent(due_percent) {
            self.due_timers(place, &mut block);
        }
        for _ in 0..count {
            if self.left == 0 || place.depth > DEPTH_MAX {
                break;
            }
            self.left -= 1;
            let stmt = self.stmt(place);
            if reads(&stmt) {
                place.may_read = false;
            }
            let is_last = matches!(stmt, Stmt::Return { .. } | Stmt::Throw);
            block.push(stmt);
            if is_last {
                return block;
            }
        }
        block.push(Stmt::Print);
        block
    }

    /// Timers that are all due once the program has waited.
    fn due_timers(&mut self, place: Place, block: &mut Block) {
        let from = block.len();
        for ms in SHORT_MS {
            if self.left > 0 && self.chance.percent(60) {
                self.left -= 1;
                let body = self.block(place.function());
                block.push(Stmt::Timer { ms, body });
            }
        }
        if block.len() > from {
            block.push(Stmt::Busy(BUSY_MS));
        }
    }

    fn stmt(&mut self, place: Place) -> Stmt {
        if place.function == Function::Generator && self.chance.percent(40) {
            return Stmt::Yield(self.source(place));
        }
        if place.function != Function::Plain && self.chance.percent(50) {
            return self.async_stmt(place);
        }
        match self.chance.below(100) {
            0..12 => Stmt::Tick(self.block(place.function())),
            12..20 => Stmt::Micro(self.block(place.function())),
            20..50 => Stmt::Promise(self.source(place)),
            50..57 => self.emitter(place),
            57..62 => self.generator(place),
            62..66 => Stmt::Print,
            _ => self.loop_stmt(place),
        }
    }

    /// Something that the loop does.
    fn loop_stmt(&mut self, place: Place) -> Stmt {
        let may_immediate = matches!(self.flavour, Flavour::Immediates | Flavour::Mixed);
        match (self.flavour, self.chance.below(10)) {
            (Flavour::Jobs, _) => Stmt::Promise(Source::Call(self.block(place.async_function()))),
            (_, 0) => self.interval(place),
            (_, 1) => self.cleared(place, may_immediate),
            (Flavour::Timers, _) | (Flavour::Mixed, 2..4) | (_, 2) => self.timer(place),
            (_, 3) => {
                let body = self.block(place.function().without_poll());
                Stmt::ClearedByOther(body)
            }
            (_, 4..7) if place.may_read => {
                let inner = Place {
                    is_poll: true,
                    ..place.function()
                };
                Stmt::Read(self.block(inner))
            }
            _ => Stmt::Immediate(self.block(place.function().without_poll())),
        }
    }

    fn timer(&mut self, place: Place) -> Stmt {
        let is_short = match self.flavour {
            Flavour::Timers => self.chance.percent(60),
            _ => place.is_poll && self.chance.percent(60),
        };
        let ms = if is_short {
            self.chance.one_of(&SHORT_MS)
        } else {
            self.chance.one_of(&LONG_MS)
        };
        let body = self.block(place.function().without_poll());
        Stmt::Timer { ms, body }
    }

    fn interval(&mut self, place: Place) -> Stmt {
        let times = 1 + self.chance.below(2);
        let body = self.block(Place {
            may_read: false,
            ..place.function().without_poll()
        });
        Stmt::Interval {
            ms: LONG_MS[0],
            times,
            body,
        }
    }

    fn cleared(&mut self, place: Place, may_immediate: bool) -> Stmt {
        let is_timer = !may_immediate || self.chance.percent(50);
        let when = self.chance.one_of(&[When::Now, When::Tick, When::Micro]);
        let body = self.block(place.function().without_poll());
        Stmt::Cleared {
            is_timer,
            when,
            body,
        }
    }

    fn emitter(&mut self, place: Place) -> Stmt {
        let count = 1 + self.chance.below(3);
        let listeners = (0..count)
            .map(|_| {
                let methods = ["on", "once", "prependListener", "prependOnceListener"];
                let method = self.chance.one_of(&methods);
                let is_async = self.chance.percent(30);
                let inner = if is_async {
                    place.async_function()
                } else {
                    place.function()
                };
                // It may run twice.
                let body = self.block(Place {
                    may_read: false,
                    ..inner
                });
                Listener {
                    method,
                    is_async,
                    body,
                }
            })
            .collect();
        let emits = 1 + self.chance.below(2);
        Stmt::Emitter { listeners, emits }
    }

    fn generator(&mut self, place: Place) -> Stmt {
        let body = self.block(place.generator());
        let count = 1 + self.chance.below(4);
        let calls = (0..count)
            .map(|_| match self.chance.below(8) {
                0 => Resume::Return,
                1 => Resume::Throw,
                _ => Resume::Next,
            })
            .collect();
        Stmt::Generator { body, calls }
    }

    fn async_stmt(&mut self, place: Place) -> Stmt {
        match self.chance.below(100) {
            0..55 => Stmt::Await(self.source(place)),
            55..72 => {
                let body = self.block(place.nested());
                let catch = self.chance.percent(75).then(|| self.block(place.nested()));
                let has_finally = catch.is_none() || self.chance.percent(40);
                let finally = has_finally.then(|| self.block(place.nested()));
                Stmt::Try {
                    body,
                    catch,
                    finally,
                }
            }
            72..84 => self.for_await(place),
            84..95 => Stmt::Return {
                source: self.source(place),
                is_awaited: self.chance.percent(50),
            },
            _ => Stmt::Throw,
        }
    }

    fn for_await(&mut self, place: Place) -> Stmt {
        let over = match self.chance.below(4) {
            0 => {
                let count = 1 + self.chance.below(3);
                Over::Array((0..count).map(|_| self.calm_source(place)).collect())
            }
            1 => Over::Sync(1 + self.chance.below(3)),
            _ => Over::Async(self.block(place.generator())),
        };
        let body = self.block(Place {
            may_read: false,
            ..place.nested()
        });
        let is_left = self.chance.percent(25);
        Stmt::ForAwait {
            over,
            body,
            is_left,
        }
    }

    /// Something that does not reject.
    fn calm_source(&mut self, place: Place) -> Source {
        match self.chance.below(4) {
            0 => Source::Value,
            1 => Source::Resolved,
            2 => Source::Thenable(self.block(place.function())),
            _ => Source::New {
                body: Vec::new(),
                when: self.when(),
                inner: Box::new(Source::Value),
                is_rejected: false,
            },
        }
    }

    fn when(&mut self) -> When {
        match (self.flavour, self.chance.below(8)) {
            (_, 0..3) => When::Now,
            (_, 3..5) => When::Micro,
            (_, 5) | (Flavour::Jobs, _) => When::Tick,
            (Flavour::Timers, _) | (Flavour::Mixed, 7) => When::Timer(self.chance.one_of(&LONG_MS)),
            _ => When::Immediate,
        }
    }

    fn source(&mut self, place: Place) -> Source {
        if self.left == 0 || place.depth > DEPTH_MAX {
            return self.chance.one_of(&[0, 1, 2]).into_source();
        }
        match self.chance.below(100) {
            0..10 => Source::Value,
            10..22 => Source::Resolved,
            22..30 => Source::Rejected,
            30..38 => Source::Thenable(self.block(place.function())),
            38..52 => self.new_promise(place),
            52..70 => Source::Call(self.block(place.async_function())),
            70..88 => self.chain(place),
            88..95 => {
                let method = self.chance.one_of(&["all", "race", "allSettled", "any"]);
                let count = 1 + self.chance.below(3);
                let inner = Place {
                    may_read: false,
                    ..place.nested()
                };
                Source::Combine(method, (0..count).map(|_| self.source(inner)).collect())
            }
            _ if place.may_read && matches!(self.flavour, Flavour::Immediates | Flavour::Mixed) => {
                Source::Read
            }
            _ => Source::Resolved,
        }
    }

    fn new_promise(&mut self, place: Place) -> Source {
        let body = if self.chance.percent(40) {
            self.block(place.function())
        } else {
            Vec::new()
        };
        let is_rejected = self.chance.percent(20);
        let inner = if self.chance.percent(40) {
            self.source(place.function())
        } else {
            Source::Value
        };
        Source::New {
            body,
            when: self.when(),
            inner: Box::new(inner),
            is_rejected,
        }
    }

    fn chain(&mut self, place: Place) -> Source {
        let start = self.source(place.nested());
        let count = 1 + self.chance.below(3);
        let links = (0..count).map(|_| self.link(place.function())).collect();
        Source::Chain(Box::new(start), links)
    }

    fn link(&mut self, place: Place) -> Link {
        let method = self
            .chance
            .one_of(&["then", "then", "both", "catch", "finally"]);
        let inner = Place {
            may_read: false,
            ..place
        };
        let body = if self.chance.percent(40) {
            self.block(inner)
        } else {
            Vec::new()
        };
        let gives = match self.chance.below(10) {
            0..4 => Gives::Nothing,
            4..9 => Gives::Source(Box::new(self.source(inner))),
            _ => Gives::Error,
        };
        Link {
            method,
            body,
            gives,
        }
    }
}

trait IntoSource {
    fn into_source(self) -> Source;
}

impl IntoSource for u32 {
    fn into_source(self) -> Source {
        match self {
            0 => Source::Value,
            1 => Source::Resolved,
            _ => Source::Rejected,
        }
    }
}

/// Whether a statement reads a file while those behind it run.
fn reads(stmt: &Stmt) -> bool {
    crate::program::text(&vec![stmt.clone()]).contains("readFile")
}
