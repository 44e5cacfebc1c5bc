//! Turns the loop: takes callbacks in Node's order and calls them.
//!
//! Phases after `uv_run` of libuv 1.46; timers, immediates, ticks and rejections after `lib/internal/timers.js`,
//! `lib/internal/process/task_queues.js` and `lib/internal/process/promises.js` of Node 20.

use std::collections::VecDeque;
use std::rc::Rc;

use boa_engine::builtins::error::Error;
use boa_engine::builtins::promise::PromiseState;
use boa_engine::module::Module;
use boa_engine::object::builtins::JsPromise;
use boa_engine::{Context, JsError, JsObject, JsResult, JsString, JsValue, Source, js_string};

use super::context::{self, Hooks};
use super::core::{Core, PROGRAM_PATH, Stop, Task, Work};
use super::instrument::Instrumented;
use super::position::WRAPPER;
use super::timers::Head;
use crate::trace::{Event, Origin, Phase, Queue, Race, Stopped, TaskId};
use crate::{ModuleKind, NodeVersion};

/// Why a callback did not end as it should.
pub(super) enum Abrupt {
    /// The run is over.
    Halt,
    /// It threw, and nothing in the program caught it.
    Thrown(JsError),
}

type Ran<T = ()> = Result<T, Abrupt>;

/// A program within its loop.
pub(super) struct Host<'a> {
    core: Rc<Core>,
    context: Context,
    hooks: Hooks,
    /// Told between callbacks, so that steps can be fetched.
    between: &'a mut dyn FnMut(&Core),
    turn: u32,
    /// A module's body that awaits something: the promise of its end.
    main_module: Option<JsPromise>,
}

impl<'a> Host<'a> {
    /// A program that has not begun.
    pub(super) fn new(
        core: Rc<Core>,
        program: &Instrumented,
        between: &'a mut dyn FnMut(&Core),
    ) -> JsResult<Self> {
        let (context, hooks) = context::build(&core, program)?;
        Ok(Self {
            core,
            context,
            hooks,
            between,
            turn: 0,
            main_module: None,
        })
    }

    /// Runs a program to its end, and says with which code Node would exit.
    pub(super) fn run(&mut self, program: &Instrumented, kind: ModuleKind) -> i32 {
        match self.run_to_end(program, kind) {
            Ok(code) => code,
            Err(_) => match self.core.stopped() {
                Some(Stop::Exit(code)) => code,
                _ => 1,
            },
        }
    }

    fn run_to_end(&mut self, program: &Instrumented, kind: ModuleKind) -> Ran<i32> {
        self.core.record(Event::Phase(Phase::Main));
        self.run_main(program, kind)?;
        loop {
            self.turn_until_idle()?;
            self.call_hook_i32("beforeExit")?;
            if self.core.is_alive() {
                continue;
            }
            self.enter(Phase::Exit);
            let code = self.call_hook_i32("exit")?;
            let is_pending = self.is_main_pending();
            let unsettled = if is_pending {
                self.call_hook_i32("unsettled")?
            } else {
                0
            };
            return Ok(if code == 0 { unsettled } else { code });
        }
    }

    // ---- the main module ----

    fn run_main(&mut self, program: &Instrumented, kind: ModuleKind) -> Ran {
        let task = self
            .core
            .task(Work::Nothing, Origin::Internal, "main", None);
        self.core.take(task);
        self.core.record(Event::Started(task));
        let ran = match kind {
            ModuleKind::CommonJs => self.run_script(program),
            ModuleKind::Module => self.run_module(program),
        };
        self.core.record(Event::Ended(task));
        self.handle(ran)?;
        (self.between)(&self.core);
        self.close_scope()
    }

    fn run_script(&mut self, program: &Instrumented) -> Ran {
        // A hash-bang line may stand at the very beginning alone.
        let source = match program.source.strip_prefix("#!") {
            Some(line) => format!("//{line}"),
            None => program.source.clone(),
        };
        let text = format!("{WRAPPER}{source}\n}})");
        let source = Source::from_bytes(text.as_bytes()).with_path(PROGRAM_PATH.as_ref());
        let function = self.context.eval(source);
        let function = self.checked(function)?;
        let called = self.hooks.call("main", &[function], &mut self.context);
        self.checked(called).map(drop)
    }

    /// The body of an ES module runs within a promise's reaction, so microtasks come before ticks.
    fn run_module(&mut self, program: &Instrumented) -> Ran {
        let source = Source::from_bytes(program.source.as_bytes()).with_path(PROGRAM_PATH.as_ref());
        let module = Module::parse(source, None, &mut self.context);
        let module = self.checked(module)?;
        let loaded = module.load(&mut self.context);
        self.drain_quietly()?;
        Self::settled(&loaded)?;
        let linked = module.link(&mut self.context);
        self.checked(linked)?;
        let evaluated = module.evaluate(&mut self.context);
        let evaluated = self.checked(evaluated)?;
        self.core.check().map_err(|_| Abrupt::Halt)?;
        let watched = self
            .hooks
            .call("watchMain", &[evaluated.clone().into()], &mut self.context);
        self.checked(watched)?;
        self.main_module = Some(evaluated);
        self.drain_microtasks()
    }

    fn is_main_pending(&self) -> bool {
        self.main_module
            .as_ref()
            .is_some_and(|promise| promise.state() == PromiseState::Pending)
    }

    /// Loading modules of Node's own takes no time that a program could see.
    fn drain_quietly(&mut self) -> Ran {
        loop {
            let Some(task) = self.core.queues().microtasks.pop_front() else {
                return Ok(());
            };
            if let Some(taken) = self.core.take(task) {
                self.perform(taken.work)?;
            }
        }
    }

    fn settled(promise: &JsPromise) -> Ran {
        match promise.state() {
            PromiseState::Rejected(reason) => Err(Abrupt::Thrown(JsError::from_opaque(reason))),
            PromiseState::Fulfilled(_) => Ok(()),
            PromiseState::Pending => Err(Abrupt::Thrown(
                boa_engine::JsNativeError::error()
                    .with_message("internal: a module was not loaded")
                    .into(),
            )),
        }
    }

    // ---- turns ----

    fn turn_until_idle(&mut self) -> Ran {
        let timers_first = self.core.node() != NodeVersion::V20;
        if !self.core.is_alive() {
            return Ok(());
        }
        if !timers_first {
            self.look_at_clock();
            self.run_timers()?;
        }
        loop {
            self.turn += 1;
            self.core.record(Event::Turn(self.turn));
            if timers_first {
                self.look_at_clock();
                self.run_timers()?;
            }
            self.run_pending()?;
            self.poll()?;
            self.check()?;
            self.close()?;
            if !timers_first {
                self.look_at_clock();
                self.run_timers()?;
            }
            if !self.core.is_alive() {
                return Ok(());
            }
        }
    }

    /// Updates the loop's clock. Whether a timer that is close is due by now depends on how fast the machine was; that is
    /// worth a word if something else could come first.
    fn look_at_clock(&mut self) {
        let now_ms = self.core.update_time();
        let alarm = self.core.timers.borrow().alarm();
        let Some(alarm) = alarm else {
            return;
        };
        let is_close = alarm.due_ms > now_ms && alarm.due_ms <= now_ms + self.core.slack_ms();
        if is_close && self.has_rival() && self.core.decide(Race::TimerDue, 2) == 1 {
            self.core.advance_to(alarm.due_ms * 1_000_000);
            self.core.update_time();
        }
    }

    /// Whether something else than a timer could come next.
    fn has_rival(&self) -> bool {
        let queues = self.core.queues();
        let waits = !queues.immediates.is_empty()
            || !queues.poll.is_empty()
            || !queues.closing.is_empty()
            || !queues.pending.is_empty();
        drop(queues);
        let soon_ns = self.core.now_ns() + 2 * self.core.slack_ns();
        waits
            || self
                .core
                .next_done_ns()
                .is_some_and(|done_ns| done_ns <= soon_ns)
    }

    fn enter(&self, phase: Phase) {
        self.core.record(Event::Phase(phase));
    }

    fn run_pending(&mut self) -> Ran {
        let batch = std::mem::take(&mut self.core.queues().pending);
        if batch.is_empty() {
            return Ok(());
        }
        self.enter(Phase::Pending);
        self.run_batch(batch)
    }

    fn poll(&mut self) -> Ran {
        self.enter(Phase::Poll);
        if self.core.queues().poll.is_empty() {
            self.sleep()?;
        }
        let batch = std::mem::take(&mut self.core.queues().poll);
        self.run_batch(batch)
    }

    /// Waits for whatever comes first: a request, or the next timer. Does not wait if there is something else to do.
    fn sleep(&mut self) -> Ran {
        let queues = self.core.queues();
        let must_go_on = !queues.closing.is_empty() || !queues.pending.is_empty();
        drop(queues);
        if must_go_on || self.core.has_ref_immediates() || !self.core.is_alive() {
            self.race_of_request();
            return Ok(());
        }
        let alarm_ns = self
            .core
            .timers
            .borrow()
            .alarm()
            .map(|alarm| alarm.due_ms * 1_000_000);
        let done_ns = self.core.next_done_ns();
        match (done_ns, alarm_ns) {
            (None, None) => {}
            (Some(done_ns), None) => self.sleep_for_request(done_ns),
            (None, Some(alarm_ns)) => self.sleep_until(alarm_ns),
            (Some(done_ns), Some(alarm_ns)) => {
                if self.request_comes_first(done_ns, alarm_ns) {
                    self.sleep_for_request(done_ns);
                } else {
                    self.sleep_until(alarm_ns);
                }
            }
        }
        self.core.check().map_err(|_| Abrupt::Halt)
    }

    fn request_comes_first(&self, done_ns: u64, alarm_ns: u64) -> bool {
        let is_close = done_ns.abs_diff(alarm_ns) < self.core.slack_ns();
        let other = is_close && self.core.decide(Race::TimerDue, 2) == 1;
        (done_ns <= alarm_ns) != other
    }

    fn sleep_until(&mut self, until_ns: u64) {
        if until_ns > self.core.now_ns() {
            self.core.record(Event::Slept { until_ns });
            self.core.sleep_to(until_ns);
            self.core.advance_to(until_ns);
        }
    }

    fn sleep_for_request(&mut self, done_ns: u64) {
        if done_ns > self.core.now_ns() {
            self.core.record(Event::Slept { until_ns: done_ns });
            self.core.sleep_to(done_ns);
        }
        self.core.wait_for_request();
    }

    /// A request that is nearly done when the loop does not wait may be seen in this turn or in the next.
    fn race_of_request(&mut self) {
        let soon_ns = self.core.now_ns() + self.core.slack_ns();
        let is_close = self
            .core
            .next_done_ns()
            .is_some_and(|done_ns| done_ns <= soon_ns);
        if is_close && self.core.decide(Race::Completion, 2) == 1 {
            self.core.wait_for_request();
        }
    }

    fn check(&mut self) -> Ran {
        if self.core.queues().immediates.is_empty() && self.core.queues().outstanding.is_empty() {
            return Ok(());
        }
        self.enter(Phase::Check);
        // Node calls its immediates again as long as one of them throws, and only then turns to ticks.
        loop {
            let ran = self.run_immediates();
            self.handle(ran)?;
            if self.core.queues().outstanding.is_empty() {
                return self.close_scope();
            }
        }
    }

    /// Immediates that were queued until now; what they queue waits for the next turn.
    fn run_immediates(&mut self) -> Ran {
        {
            let mut queues = self.core.queues();
            if queues.outstanding.is_empty() {
                queues.outstanding = std::mem::take(&mut queues.immediates);
            }
        }
        let mut is_first = true;
        loop {
            let Some(task) = self.core.queues().outstanding.front().copied() else {
                return Ok(());
            };
            if !is_first && self.core.node() != NodeVersion::V10 {
                self.run_next_ticks()?;
            }
            is_first = false;
            self.core.queues().outstanding.pop_front();
            self.run_task(task)?;
        }
    }

    fn close(&mut self) -> Ran {
        let batch = std::mem::take(&mut self.core.queues().closing);
        if batch.is_empty() {
            return Ok(());
        }
        self.enter(Phase::Close);
        self.run_batch(batch)
    }

    /// Callbacks that libuv calls one by one, with ticks and microtasks after each.
    fn run_batch(&mut self, batch: VecDeque<TaskId>) -> Ran {
        for task in batch {
            if !self.core.has_task(task) {
                continue;
            }
            let ran = self.run_task(task);
            self.after_scope(ran)?;
        }
        Ok(())
    }

    // ---- timers ----

    /// libuv looks at its timer again once Node's have run: whatever started a timer meanwhile has updated the loop's
    /// clock, by which it may be due at once.
    fn run_timers(&mut self) -> Ran {
        if !self.is_alarm_due() {
            return Ok(());
        }
        self.enter(Phase::Timers);
        while self.is_alarm_due() {
            self.run_expired()?;
        }
        Ok(())
    }

    fn is_alarm_due(&self) -> bool {
        let now_ms = self.core.loop_ms();
        let alarm = self.core.timers.borrow().alarm();
        alarm.is_some_and(|alarm| alarm.due_ms <= now_ms)
    }

    fn run_expired(&mut self) -> Ran {
        self.core.timers.borrow_mut().begin();
        let now_ms = self.core.update_time();
        // Node calls its timers again as long as one of them throws.
        loop {
            match self.process_timers(now_ms) {
                Ok(()) => break,
                ran => self.handle(ran)?,
            }
        }
        // However long the callbacks took, nobody has looked at the clock since.
        self.core.timers.borrow_mut().end(self.core.loop_ms());
        self.close_scope()
    }

    fn process_timers(&mut self, now_ms: u64) -> Ran {
        let mut is_first = true;
        loop {
            let expired = self.core.timers.borrow().first_expired(now_ms);
            let Some(duration_ms) = expired else {
                return Ok(());
            };
            if !is_first {
                self.run_next_ticks()?;
            }
            is_first = false;
            self.run_list(duration_ms, now_ms)?;
        }
    }

    /// The timers of one duration that are due.
    fn run_list(&mut self, duration_ms: u64, now_ms: u64) -> Ran {
        let mut is_first = true;
        loop {
            let head = self.core.timers.borrow_mut().head(duration_ms, now_ms);
            let Head::Due(task) = head else {
                return Ok(());
            };
            if !is_first && self.core.node() != NodeVersion::V10 {
                self.run_next_ticks()?;
                // A tick may have cleared it.
                if self.core.timers.borrow_mut().head(duration_ms, now_ms) != Head::Due(task) {
                    continue;
                }
            }
            is_first = false;
            self.run_timer(task)?;
        }
    }

    fn run_timer(&mut self, task: TaskId) -> Ran {
        self.core.timers.borrow_mut().take(task);
        let Some(taken) = self.core.take(task) else {
            self.core.timers.borrow_mut().stop(task);
            return Ok(());
        };
        let Task { work, .. } = &taken;
        let Work::Timer(timeout) = work else {
            return Ok(());
        };
        let timeout = timeout.clone();
        let origin = taken.origin;
        self.core.put_back(task, taken);
        // Only for an interval does Node look at the clock.
        let started_ms = if origin == Origin::Interval {
            self.core.update_time()
        } else {
            self.core.loop_ms()
        };
        self.core.record(Event::Started(task));
        let called = self
            .hooks
            .call("fire", &[timeout.clone().into()], &mut self.context);
        self.core.record(Event::Ended(task));
        let ran = self.checked(called).map(drop);
        self.after_timer(task, &timeout, started_ms);
        (self.between)(&self.core);
        ran
    }

    /// An interval waits again; a timer that was not started again is forgotten.
    fn after_timer(&mut self, task: TaskId, timeout: &JsObject, started_ms: u64) {
        let is_listed = self.core.timers.borrow().is_listed(task);
        if is_listed != Some(false) {
            return;
        }
        let repeat_ms = timeout
            .get(js_string!("_repeat"), &mut self.context)
            .ok()
            .and_then(|repeat| repeat.as_number());
        let terms = self.core.timers.borrow().is_ref(task);
        let (Some(repeat_ms), Some(is_ref)) = (repeat_ms, terms) else {
            self.core.timers.borrow_mut().stop(task);
            self.core.take(task);
            return;
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the library gives 1 to 2^31 - 1"
        )]
        let repeat_ms = repeat_ms as u64;
        self.core
            .timers
            .borrow_mut()
            .start(task, repeat_ms, is_ref, started_ms);
        let due_ns = (started_ms + repeat_ms) * 1_000_000;
        self.core.record_queued(task, Queue::Timers, Some(due_ns));
    }

    // ---- ticks and microtasks ----

    /// What follows each callback that libuv calls.
    fn close_scope(&mut self) -> Ran {
        let mut ran = self.scope_end();
        loop {
            match ran {
                Ok(()) => return Ok(()),
                Err(Abrupt::Halt) => return Err(Abrupt::Halt),
                Err(Abrupt::Thrown(_)) => {
                    self.handle(ran)?;
                    ran = self.scope_end();
                }
            }
        }
    }

    fn scope_end(&mut self) -> Ran {
        if self.core.queues().ticks.is_empty() {
            self.drain_microtasks()?;
        }
        if self.core.queues().ticks.is_empty() && !self.has_rejections() {
            return Ok(());
        }
        self.process_ticks()
    }

    /// After a callback: its ticks and microtasks, even if it threw.
    fn after_scope(&mut self, ran: Ran) -> Ran {
        self.handle(ran)?;
        self.close_scope()
    }

    /// What Node does between callbacks of one phase.
    fn run_next_ticks(&mut self) -> Ran {
        self.scope_end()
    }

    fn process_ticks(&mut self) -> Ran {
        loop {
            loop {
                let tick = self.core.queues().ticks.pop_front();
                let Some(task) = tick else {
                    break;
                };
                self.run_task(task)?;
            }
            self.drain_microtasks()?;
            let is_empty = self.core.queues().ticks.is_empty();
            if is_empty && !self.process_rejections()? {
                return Ok(());
            }
        }
    }

    fn drain_microtasks(&mut self) -> Ran {
        loop {
            let microtask = self.core.queues().microtasks.pop_front();
            let Some(task) = microtask else {
                return Ok(());
            };
            let ran = self.run_task(task);
            self.handle(ran)?;
        }
    }

    fn has_rejections(&self) -> bool {
        let rejections = self.core.rejections.borrow();
        !rejections.unhandled.is_empty() || !rejections.handled_late.is_empty()
    }

    /// Tells the program of rejections. Says whether more may have to be done now.
    fn process_rejections(&mut self) -> Ran<bool> {
        let late = std::mem::take(&mut self.core.rejections.borrow_mut().handled_late);
        let unhandled = std::mem::take(&mut self.core.rejections.borrow_mut().unhandled);
        let had_some = !late.is_empty() || !unhandled.is_empty();
        for promise in late {
            let told = self
                .hooks
                .call("handledLate", &[promise.into()], &mut self.context);
            self.checked(told)?;
        }
        for promise in unhandled {
            self.core
                .rejections
                .borrow_mut()
                .reported
                .push(promise.clone());
            let told = self
                .hooks
                .call("unhandled", &[promise.into()], &mut self.context);
            let told = self.checked(told)?;
            if let Some(error) = told.as_object() {
                let reason = error.get(js_string!("reason"), &mut self.context);
                let reason = self.checked(reason)?;
                self.uncaught(&reason, true)?;
            }
        }
        Ok(had_some || self.has_rejections())
    }

    // ---- calling ----

    /// Runs one callback.
    fn run_task(&mut self, task: TaskId) -> Ran {
        let Some(taken) = self.core.take(task) else {
            return Ok(());
        };
        self.core.record(Event::Started(task));
        let ran = self.perform(taken.work);
        self.core.record(Event::Ended(task));
        (self.between)(&self.core);
        ran
    }

    fn perform(&mut self, work: Work) -> Ran {
        let context = &mut self.context;
        let done = match work {
            Work::Nothing => Ok(JsValue::undefined()),
            Work::Call { function, args } => function.call(&JsValue::undefined(), &args, context),
            Work::Timer(timeout) => self.hooks.call("fire", &[timeout.into()], context),
            Work::Reaction(job) => job.call(context),
            Work::Load(job) => context::load(job, context),
        };
        self.checked(done).map(drop)
    }

    fn checked<T>(&mut self, done: JsResult<T>) -> Ran<T> {
        if self.core.stopped().is_some() {
            return Err(Abrupt::Halt);
        }
        done.map_err(|error| {
            if error.as_opaque().is_none() && error.try_native(&mut self.context).is_err() {
                // Nothing else of the engine's own is left but its limits.
                self.core.stop(Stop::Limit(Stopped::Recursion));
                return Abrupt::Halt;
            }
            Abrupt::Thrown(error)
        })
    }

    fn call_hook_i32(&mut self, name: &str) -> Ran<i32> {
        let called = self.hooks.call(name, &[], &mut self.context);
        let ran = self.checked(called);
        let code = match ran {
            Ok(code) => code.to_i32(&mut self.context).unwrap_or(1),
            Err(Abrupt::Halt) => return Err(Abrupt::Halt),
            Err(Abrupt::Thrown(error)) => {
                self.handle(Err(Abrupt::Thrown(error)))?;
                1
            }
        };
        self.close_scope()?;
        Ok(code)
    }

    // ---- errors ----

    fn handle(&mut self, ran: Ran) -> Ran {
        match ran {
            Err(Abrupt::Thrown(error)) => {
                let value = error
                    .into_opaque(&mut self.context)
                    .unwrap_or_else(|_| JsValue::undefined());
                if let Some(error) = value.as_object() {
                    self.core.positions.borrow_mut().throw(&error);
                }
                self.uncaught(&value, false)
            }
            other => other,
        }
    }

    /// A thrown value as it is said in a sentence: name and message, without the place that the engine adds.
    fn shown(&mut self, error: &JsValue) -> String {
        let Some(object) = error
            .as_object()
            .filter(|object| object.downcast_ref::<Error>().is_some())
        else {
            return error.display().to_string();
        };
        let mut part = |name: JsString| {
            let part = object.get(name, &mut self.context).ok()?;
            let part = part.as_string()?.to_std_string_lossy();
            (!part.is_empty()).then_some(part)
        };
        let parts = [part(js_string!("name")), part(js_string!("message"))];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(": ")
    }

    /// Something was thrown that nothing caught: the program's handlers are told, or the process ends.
    fn uncaught(&mut self, error: &JsValue, is_rejection: bool) -> Ran {
        let message = self.shown(error);
        self.core.record(Event::Uncaught {
            message,
            is_rejection,
        });
        let told = self.hooks.call(
            "uncaught",
            &[error.clone(), is_rejection.into()],
            &mut self.context,
        );
        let code = self.checked(told)?;
        if let Some(code) = code.as_number() {
            #[expect(clippy::cast_possible_truncation, reason = "an exit code")]
            self.core.stop(Stop::Exit(code as i32));
            return Err(Abrupt::Halt);
        }
        // Node makes sure of one more check phase, so that ticks that were left do not wait for ever.
        let task = self
            .core
            .task(Work::Nothing, Origin::Internal, "after error", None);
        self.core.queue(task, Queue::Check);
        Ok(())
    }
}
