//! What the library can ask of a run: the object `internal`, whose functions stand below in its order.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the engine takes functions of this form alone"
)]

use std::rc::Rc;

use boa_engine::builtins::promise::PromiseState;
use boa_engine::object::ObjectInitializer;
use boa_engine::object::builtins::{
    JsArray, JsArrayBuffer, JsAsyncGenerator, JsDataView, JsDate, JsGenerator, JsMap,
    JsMapIterator, JsPromise, JsProxy, JsRegExp, JsSet, JsSetIterator, JsSharedArrayBuffer,
    JsTypedArray, JsWeakMap, JsWeakSet,
};
use boa_engine::property::Attribute;
use boa_engine::{
    Context, JsBigInt, JsNativeError, JsObject, JsResult, JsString, JsSymbol, JsValue,
    NativeFunction, js_string,
};

use super::bytes;
use super::context::core;
use super::core::{Core, Stop, Work, halt, line};
use super::library;
use crate::trace::{Event, Origin, Queue, Race, Stopped, Stream, TaskId};
use crate::{NodeVersion, Settings};

/// A function that the library calls.
pub(super) type Native = fn(&JsValue, &[JsValue], &mut Context) -> JsResult<JsValue>;

/// The functions with their numbers of parameters.
const FUNCTIONS: &[(&str, Native, usize)] = &[
    ("compile", compile, 1),
    ("nextTick", next_tick, 1),
    ("microtask", microtask, 1),
    ("timerStart", timer_start, 5),
    ("timerStop", timer_stop, 1),
    ("setRef", set_ref, 2),
    ("immediate", immediate, 2),
    ("pool", pool, 4),
    ("wait", wait, 4),
    ("pending", pending, 2),
    ("close", close, 2),
    ("cancel", cancel, 1),
    ("block", block, 2),
    ("now", now, 0),
    ("idle", idle, 0),
    ("unmark", unmark, 1),
    ("write", write, 2),
    ("located", located, 4),
    ("program", program, 0),
    ("exit", exit, 1),
    ("promiseDetails", promise_details, 1),
    ("classOf", class_of, 1),
];

/// The object `internal`.
pub(super) fn internal(core: &Rc<Core>, context: &mut Context) -> JsResult<JsObject> {
    let settings = settings(&core.settings, context)?;
    let mut object = ObjectInitializer::new(context);
    for (name, function, parameters) in FUNCTIONS {
        object.function(
            NativeFunction::from_fn_ptr(*function),
            JsString::from(*name),
            *parameters,
        );
    }
    bytes::add_to(&mut object);
    object.property(js_string!("settings"), settings, Attribute::all());
    Ok(object.build())
}

/// The function that tells of statements, and the one that makes `await` take three ticks.
pub(super) fn mark(name: &str, context: &mut Context) -> JsResult<()> {
    context.register_global_callable(
        JsString::from(name),
        1,
        NativeFunction::from_fn_ptr(statement),
    )
}

fn settings(settings: &Settings, context: &mut Context) -> JsResult<JsObject> {
    let files = JsArray::new(context)?;
    for file in &settings.files {
        let file = ObjectInitializer::new(context)
            .property(
                js_string!("path"),
                JsString::from(file.path.as_str()),
                Attribute::all(),
            )
            .property(js_string!("size"), file.size as f64, Attribute::all())
            .property(
                js_string!("text"),
                JsString::from(file.text.as_str()),
                Attribute::all(),
            )
            .build();
        files.push(file, context)?;
    }
    let node = match settings.node {
        NodeVersion::V10 => 10,
        NodeVersion::V18 => 18,
        NodeVersion::V20 => 20,
    };
    Ok(ObjectInitializer::new(context)
        .property(js_string!("node"), node, Attribute::all())
        .property(
            js_string!("threads"),
            settings.pool_threads,
            Attribute::all(),
        )
        .property(
            js_string!("diskMs"),
            f64::from(settings.disk_us) / 1e3,
            Attribute::all(),
        )
        .property(
            js_string!("networkMs"),
            f64::from(settings.network_us) / 1e3,
            Attribute::all(),
        )
        .property(js_string!("files"), files, Attribute::all())
        .build())
}

// ---- reading arguments ----

pub(super) fn argument(args: &[JsValue], index: usize) -> JsValue {
    args.get(index).cloned().unwrap_or_default()
}

fn function(args: &[JsValue], index: usize) -> JsResult<JsObject> {
    argument(args, index).as_callable().ok_or_else(|| {
        JsNativeError::typ()
            .with_message("internal: a function was expected")
            .into()
    })
}

fn text(args: &[JsValue], index: usize, context: &mut Context) -> JsResult<String> {
    Ok(argument(args, index)
        .to_string(context)?
        .to_std_string_lossy())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast of a float saturates, and NaN is 0"
)]
fn ns(args: &[JsValue], index: usize, context: &mut Context) -> JsResult<u64> {
    Ok((argument(args, index).to_number(context)? * 1e6).round() as u64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast of a float saturates, and NaN is 0"
)]
fn task(args: &[JsValue], index: usize) -> Option<TaskId> {
    argument(args, index).as_number().map(|id| id as TaskId)
}

fn list(value: &JsValue, context: &mut Context) -> JsResult<Vec<JsValue>> {
    let Some(object) = value.as_object() else {
        return Ok(Vec::new());
    };
    let array = JsArray::from_object(object.clone())?;
    let length = array.length(context)?;
    (0..length).map(|index| array.get(index, context)).collect()
}

// ---- statements ----

fn statement(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let place = task(args, 0).unwrap_or(0);
    core(context).statement(place, context)?;
    Ok(JsValue::undefined())
}

fn compile(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let name = text(args, 0, context)?;
    library::compile(&name, context)
}

// ---- queues ----

fn queue(
    queue: Queue,
    origin: Origin,
    label: &str,
    function: JsObject,
    args: Vec<JsValue>,
    context: &mut Context,
) -> JsValue {
    let core = core(context);
    let task = core.task(Work::Call { function, args }, origin, label, line(context));
    core.queue(task, queue);
    task.into()
}

fn next_tick(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let callback = function(args, 0)?;
    let rest = args[1..].to_vec();
    core(context).check()?;
    Ok(queue(
        Queue::NextTick,
        Origin::NextTick,
        "",
        callback,
        rest,
        context,
    ))
}

fn microtask(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let callback = function(args, 0)?;
    core(context).check()?;
    Ok(queue(
        Queue::Microtask,
        Origin::QueueMicrotask,
        "",
        callback,
        Vec::new(),
        context,
    ))
}

/// `(callback, arguments)`
fn immediate(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let callback = function(args, 0)?;
    let rest = list(&argument(args, 1), context)?;
    core(context).check()?;
    Ok(queue(
        Queue::Check,
        Origin::Immediate,
        "",
        callback,
        rest,
        context,
    ))
}

/// `(timeout, id or undefined, milliseconds, isRef, isInterval)`; gives the id.
fn timer_start(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let core = core(context);
    core.check()?;
    let Some(timeout) = argument(args, 0).as_object() else {
        return Err(JsNativeError::typ()
            .with_message("internal: no timer")
            .into());
    };
    let duration_ms = ns(args, 2, context)? / 1_000_000;
    let is_ref = argument(args, 3).to_boolean();
    let origin = if argument(args, 4).to_boolean() {
        Origin::Interval
    } else {
        Origin::Timeout
    };
    let line = line(context);
    let known = task(args, 1).filter(|task| core.has_task(*task));
    let task = known.unwrap_or_else(|| core.task(Work::Timer(timeout), origin, "", line));
    let started_ms = start_time(&core, duration_ms);
    core.timers
        .borrow_mut()
        .start(task, duration_ms, is_ref, started_ms);
    core.set_ref(task, is_ref);
    core.record_queued(
        task,
        Queue::Timers,
        Some((started_ms + duration_ms) * 1_000_000),
    );
    Ok(task.into())
}

/// The millisecond in which a timer starts. If a timer of another duration would be due about then, which of the two
/// comes first depends on whether a millisecond begins in between.
fn start_time(core: &Core, duration_ms: u64) -> u64 {
    let now_ms = core.update_time();
    let slack_ms = core.slack_ms();
    let expiry_ms = now_ms + duration_ms;
    let timers = core.timers.borrow();
    let is_close = timers
        .other_expiries(duration_ms)
        .any(|other| other > expiry_ms && other <= expiry_ms + slack_ms);
    // Timers of one duration that are started one after the other count as started at once, unless somebody wants to be
    // sure: else hardly any program had one order.
    let is_tie = core.is_strict()
        && timers
            .other_expiries(duration_ms)
            .any(|other| other <= expiry_ms && other + slack_ms >= expiry_ms);
    if is_tie {
        core.tie();
    }
    let is_split = core.is_strict() && timers.last_start_ms(duration_ms) == Some(now_ms);
    drop(timers);
    if (is_close || is_split) && core.decide(Race::TimerDue, 2) == 1 {
        core.advance_to((now_ms + slack_ms) * 1_000_000);
        return core.update_time();
    }
    now_ms
}

fn timer_stop(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let core = core(context);
    if let Some(task) = task(args, 0) {
        core.timers.borrow_mut().stop(task);
        core.cancel(task);
    }
    Ok(JsValue::undefined())
}

fn set_ref(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    if let Some(task) = task(args, 0) {
        core(context).set_ref(task, argument(args, 1).to_boolean());
    }
    Ok(JsValue::undefined())
}

// ---- requests ----

/// `(label, milliseconds, callback, "file", "network" or nothing)`
fn pool(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let core = core(context);
    core.check()?;
    let label = text(args, 0, context)?;
    let duration_ns = ns(args, 1, context)?;
    let function = function(args, 2)?;
    let origin = match text(args, 3, context)?.as_str() {
        "file" => Origin::File,
        "network" => Origin::Network,
        _ => Origin::Computation,
    };
    let work = Work::Call {
        function,
        args: Vec::new(),
    };
    let task = core.task(work, origin, &label, line(context));
    core.submit(task, duration_ns);
    Ok(task.into())
}

/// `(label, milliseconds, callback, isRef)`
fn wait(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let core = core(context);
    core.check()?;
    let label = text(args, 0, context)?;
    let duration_ns = ns(args, 1, context)?;
    let work = Work::Call {
        function: function(args, 2)?,
        args: Vec::new(),
    };
    let task = core.task(work, Origin::Network, &label, line(context));
    core.send(task, duration_ns);
    if args
        .get(3)
        .is_some_and(|is_ref| !is_ref.is_undefined() && !is_ref.to_boolean())
    {
        core.set_ref(task, false);
    }
    Ok(task.into())
}

/// `(label, callback)`
fn pending(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let label = text(args, 0, context)?;
    let callback = function(args, 1)?;
    Ok(queue(
        Queue::Pending,
        Origin::Network,
        &label,
        callback,
        Vec::new(),
        context,
    ))
}

/// `(label, callback)`
fn close(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let label = text(args, 0, context)?;
    let callback = function(args, 1)?;
    Ok(queue(
        Queue::Close,
        Origin::Close,
        &label,
        callback,
        Vec::new(),
        context,
    ))
}

fn cancel(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let was_there = task(args, 0).is_some_and(|task| core(context).cancel(task));
    Ok(was_there.into())
}

// ---- time, output, end ----

/// `(label, milliseconds)`
fn block(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let core = core(context);
    let label = text(args, 0, context)?;
    let until_ns = core.now_ns().saturating_add(ns(args, 1, context)?);
    core.record(Event::Blocked { label, until_ns });
    core.advance_to(until_ns);
    core.check()?;
    Ok(JsValue::undefined())
}

fn now(_: &JsValue, _: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    Ok((core(context).now_ns() as f64 / 1e6).into())
}

/// Milliseconds that the loop slept.
fn idle(_: &JsValue, _: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    Ok((core(context).idle_ns() as f64 / 1e6).into())
}

/// The text of a function as its author wrote it.
fn unmark(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let text = text(args, 0, context)?;
    let core = core(context);
    let text = core.positions.borrow().unmarked(&text);
    Ok(JsString::from(text).into())
}

/// `(error, whether that is the innermost function of its stack, line, column)`: where that is in the author's text.
fn located(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let error = argument(args, 0).as_object();
    let is_top = argument(args, 1).to_boolean();
    let line = argument(args, 2).to_u32(context)?;
    let column = argument(args, 3).to_u32(context)?;
    let core = core(context);
    let positions = core.positions.borrow();
    let thrower = is_top
        .then(|| positions.thrower(error.as_ref(), line, column))
        .flatten();
    let place = thrower.and_then(|place| core.places.borrow().get(place as usize).copied());
    let text = match place.filter(|place| place.line >= line) {
        Some(place) => format!("{}:{}", place.line, place.column),
        None => format!("{line}:{}", positions.written(line, column)),
    };
    Ok(JsString::from(text).into())
}

/// `()`: path and text of the program, as its author wrote it.
fn program(_: &JsValue, _: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (path, text) = core(context).positions.borrow().program();
    let file = ObjectInitializer::new(context)
        .property(js_string!("path"), js_string!(path), Attribute::all())
        .property(js_string!("text"), JsString::from(text), Attribute::all())
        .build();
    Ok(file.into())
}

/// `(1 or 2, text)`
fn write(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let core = core(context);
    core.check()?;
    let stream = if task(args, 0) == Some(2) {
        Stream::Error
    } else {
        Stream::Out
    };
    let text = text(args, 1, context)?;
    if !core.add_output(stream, &text) {
        core.stop(Stop::Limit(Stopped::Output));
        return Err(halt());
    }
    core.record_current(context);
    core.record(Event::Printed { stream, text });
    core.check()?;
    Ok(JsValue::undefined())
}

/// `(code)`: the process ends here.
fn exit(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let code = argument(args, 0).to_i32(context)?;
    core(context).stop(Stop::Exit(code));
    Err(halt())
}

// ---- looking into values ----

/// `[state, result]`; nothing of what is no promise.
fn promise_details(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let Some(promise) = argument(args, 0)
        .as_object()
        .and_then(|object| JsPromise::from_object(object.clone()).ok())
    else {
        return Ok(JsValue::undefined());
    };
    let (state, result) = match promise.state() {
        PromiseState::Pending => (0, JsValue::undefined()),
        PromiseState::Fulfilled(value) => (1, value),
        PromiseState::Rejected(reason) => (2, reason),
    };
    Ok(JsArray::from_iter([state.into(), result], context).into())
}

/// The kind of what a value holds inside, whatever its prototype says; nothing of what scripts can tell themselves.
fn class_of(_: &JsValue, args: &[JsValue], _: &mut Context) -> JsResult<JsValue> {
    let value = argument(args, 0);
    let Some(object) = value.as_object() else {
        return Ok(JsValue::undefined());
    };
    let name = class_name(&object.clone());
    Ok(name.map_or_else(JsValue::undefined, |name| JsString::from(name).into()))
}

/// A kind of object, and how it is told.
type Kind = (&'static str, fn(JsObject) -> bool);

fn class_name(object: &JsObject) -> Option<&'static str> {
    let is = |test: fn(JsObject) -> bool| test(object.clone());
    let kinds: [Kind; 16] = [
        ("Array", |object| JsArray::from_object(object).is_ok()),
        ("Promise", |object| JsPromise::from_object(object).is_ok()),
        ("Map", |object| JsMap::from_object(object).is_ok()),
        ("Set", |object| JsSet::from_object(object).is_ok()),
        ("Error", |object| {
            object.is::<boa_engine::builtins::error::Error>()
        }),
        ("Date", |object| JsDate::from_object(object).is_ok()),
        ("RegExp", |object| JsRegExp::from_object(object).is_ok()),
        ("TypedArray", |object| {
            JsTypedArray::from_object(object).is_ok()
        }),
        ("ArrayBuffer", |object| {
            JsArrayBuffer::from_object(object).is_ok()
        }),
        ("SharedArrayBuffer", |object| {
            JsSharedArrayBuffer::from_object(object).is_ok()
        }),
        ("DataView", |object| JsDataView::from_object(object).is_ok()),
        ("WeakMap", |object| JsWeakMap::from_object(object).is_ok()),
        ("WeakSet", |object| JsWeakSet::from_object(object).is_ok()),
        ("MapIterator", |object| {
            JsMapIterator::from_object(object).is_ok()
        }),
        ("SetIterator", |object| {
            JsSetIterator::from_object(object).is_ok()
        }),
        ("Proxy", |object| JsProxy::from_object(object).is_ok()),
    ];
    let more: [Kind; 7] = [
        ("Generator", |object| {
            JsGenerator::from_object(object).is_ok()
        }),
        ("AsyncGenerator", |object| {
            JsAsyncGenerator::from_object(object).is_ok()
        }),
        ("Number", |object| object.is::<f64>()),
        ("String", |object| object.is::<JsString>()),
        ("Boolean", |object| object.is::<bool>()),
        ("Symbol", |object| object.is::<JsSymbol>()),
        ("BigInt", |object| object.is::<JsBigInt>()),
    ];
    kinds
        .iter()
        .chain(&more)
        .find_map(|(name, test)| is(*test).then_some(*name))
}
