//! Makes the JavaScript engine's context: its clock, its microtasks, and what of Node is written in JavaScript.

use std::cell::RefCell;
use std::future::Future as _;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use boa_engine::builtins::promise::{OperationType, Promise, PromiseState};
use boa_engine::context::ContextBuilder;
use boa_engine::context::HostHooks;
use boa_engine::context::time::{Clock, JsInstant};
use boa_engine::job::{Job, JobExecutor, NativeAsyncJob};
use boa_engine::module::{
    Module, ModuleLoader, ModuleRequest, Referrer, SyntheticModuleInitializer,
};
use boa_engine::object::builtins::JsPromise;
use boa_engine::property::{Attribute, PropertyKey};
use boa_engine::{
    Context, JsError, JsNativeError, JsObject, JsResult, JsString, JsValue, Source, js_string,
};

use super::core::{Core, Work, line};
use super::instrument::Instrumented;
use super::{library, natives};
use crate::trace::{Origin, Queue};

/// Functions on the stack at which a program is stopped, if it has not noticed before (`Core::check_depth`).
const RECURSION_MAX: usize = 12_000;

/// Values on the stack at which a program is stopped.
const STACK_VALUES_MAX: usize = 1 << 20;

/// When a program begins, for `Date`: 2026-01-01T00:00:00Z in milliseconds since 1970. Runs are the same at any time.
const EPOCH_MS: u64 = 1_767_225_600_000;

/// Functions of the library that the host calls.
pub(super) struct Hooks(JsObject);

impl Hooks {
    pub(super) fn call(
        &self,
        name: &str,
        args: &[JsValue],
        context: &mut Context,
    ) -> JsResult<JsValue> {
        let function = self.0.get(JsString::from(name), context)?;
        let function = function.as_callable().ok_or_else(|| {
            JsNativeError::error().with_message(format!("internal: no hook {name}"))
        })?;
        function.call(&JsValue::undefined(), args, context)
    }
}

/// The run that a context belongs to.
pub(super) fn core(context: &Context) -> Rc<Core> {
    let core = context.get_data::<Shared>();
    #[expect(
        clippy::expect_used,
        reason = "`build` puts it there before anything runs"
    )]
    core.expect("a context of ours").0.clone()
}

/// What natives find a run by.
struct Shared(Rc<Core>);

/// A context for a run.
pub(super) fn build(core: &Rc<Core>, program: &Instrumented) -> JsResult<(Context, Hooks)> {
    let mut context = ContextBuilder::new()
        .job_executor(Rc::new(Microtasks(core.clone())))
        .host_hooks(Rc::new(Rejected(core.clone())))
        .clock(Rc::new(VirtualClock(core.clone())))
        .module_loader(Rc::new(Builtins::default()))
        .build()?;
    let limits = context.runtime_limits_mut();
    limits.set_recursion_limit(RECURSION_MAX);
    limits.set_stack_size_limit(STACK_VALUES_MAX);
    context.insert_data(Shared(core.clone()));
    let internal = natives::internal(core, &mut context)?;
    let bootstrap = library::compile("bootstrap", &mut context)?;
    let hooks = bootstrap
        .as_callable()
        .ok_or_else(|| JsNativeError::error().with_message("internal: no bootstrap"))?
        .call(&JsValue::undefined(), &[internal.into()], &mut context)?;
    let hooks = hooks
        .as_object()
        .ok_or_else(|| JsNativeError::error().with_message("internal: no hooks"))?;
    natives::mark(&program.mark, &mut context)?;
    for number in 0..program.keys {
        let name = JsString::from(program.key(number));
        context.register_global_property(name, JsValue::undefined(), Attribute::WRITABLE)?;
    }
    let wrapper = hooks.get(js_string!("await"), &mut context)?;
    let name = JsString::from(program.await_wrapper.as_str());
    context.register_global_property(name, wrapper, Attribute::WRITABLE)?;
    context.insert_data(Hooks(hooks.clone()));
    Ok((context, Hooks(hooks.clone())))
}

/// Performs what the engine put off. Nothing here waits for anything outside, so it is ready at once.
pub(super) fn load(job: NativeAsyncJob, context: &mut Context) -> JsResult<JsValue> {
    let context = RefCell::new(context);
    let future = pin!(job.call(&context));
    match future.poll(&mut std::task::Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => Err(JsNativeError::error()
            .with_message("internal: the engine waits for something")
            .into()),
    }
}

struct Microtasks(Rc<Core>);

impl JobExecutor for Microtasks {
    fn enqueue_job(self: Rc<Self>, job: Job, context: &mut Context) {
        let work = match job {
            Job::PromiseJob(job) => Work::Reaction(job),
            Job::AsyncJob(job) => Work::Load(job),
            // Finalizers never run; Node does not promise them either. The engine has no timers of its own.
            _ => return,
        };
        let core = &self.0;
        let task = core.task(work, Origin::Promise, "", line(context));
        core.queue(task, Queue::Microtask);
    }

    fn run_jobs(self: Rc<Self>, _context: &mut Context) -> JsResult<()> {
        Ok(())
    }
}

struct Rejected(Rc<Core>);

impl HostHooks for Rejected {
    fn promise_rejection_tracker(
        &self,
        promise: &JsObject<Promise>,
        operation: OperationType,
        _context: &mut Context,
    ) {
        let state = JsPromise::from_object(promise.clone().upcast()).map(|promise| promise.state());
        if let Ok(PromiseState::Rejected(reason)) = state
            && let Some(error) = reason.as_object()
        {
            self.0.positions.borrow_mut().throw(&error);
        }
        let promise: JsObject = promise.clone().upcast();
        let mut rejections = self.0.rejections.borrow_mut();
        match operation {
            OperationType::Reject => rejections.unhandled.push(promise),
            OperationType::Handle => {
                let is_same = |other: &JsObject| JsObject::equals(other, &promise);
                if let Some(at) = rejections.unhandled.iter().position(is_same) {
                    rejections.unhandled.remove(at);
                } else if let Some(at) = rejections.reported.iter().position(is_same) {
                    rejections.reported.remove(at);
                    rejections.handled_late.push(promise);
                }
            }
        }
    }

    fn utc_now(&self) -> i64 {
        VirtualClock(self.0.clone()).system_time_millis()
    }

    fn local_timezone_offset_seconds(&self, _unix_time_seconds: i64) -> i32 {
        0
    }
}

struct VirtualClock(Rc<Core>);

impl Clock for VirtualClock {
    fn now(&self) -> JsInstant {
        let now_ns = self.0.now_ns();
        JsInstant::new(now_ns / 1_000_000_000, (now_ns % 1_000_000_000) as u32)
    }

    fn system_time_millis(&self) -> i64 {
        (EPOCH_MS + self.0.now_ns() / 1_000_000).cast_signed()
    }
}

/// Gives modules of Node's own to `import`.
#[derive(Default)]
struct Builtins {
    loaded: RefCell<Vec<(String, Module)>>,
}

impl ModuleLoader for Builtins {
    async fn load_imported_module(
        self: Rc<Self>,
        _referrer: Referrer,
        request: ModuleRequest,
        context: &RefCell<&mut Context>,
    ) -> JsResult<Module> {
        let name = request.specifier().to_std_string_escaped();
        let name = name.strip_prefix("node:").unwrap_or(&name).to_owned();
        let loaded = self.loaded.borrow();
        if let Some((_, module)) = loaded.iter().find(|(other, _)| *other == name) {
            return Ok(module.clone());
        }
        drop(loaded);
        let module = builtin(request.specifier(), &mut context.borrow_mut())?;
        self.loaded.borrow_mut().push((name, module.clone()));
        Ok(module)
    }

    fn init_import_meta(
        self: Rc<Self>,
        import_meta: &JsObject,
        _module: &Module,
        context: &mut Context,
    ) {
        let url = js_string!("file:///home/program.mjs");
        // A property of a new object can always be set.
        let _ = import_meta.set(js_string!("url"), url, false, context);
    }
}

/// A module of Node's own: each property of what `require` gives, and all of it as the default.
fn builtin(name: &JsString, context: &mut Context) -> JsResult<Module> {
    let exports = import(name, context)?;
    let mut names = vec![js_string!("default")];
    if let Some(object) = exports.as_object() {
        for key in object.own_property_keys(context)? {
            if let PropertyKey::String(key) = key
                && key != js_string!("default")
            {
                names.push(key);
            }
        }
    }
    let captured = (exports, names.clone());
    Ok(Module::synthetic(
        &names,
        SyntheticModuleInitializer::from_copy_closure_with_captures(
            |module, (exports, names), context| {
                for name in names {
                    let value = match exports.as_object() {
                        Some(object) if *name != js_string!("default") => {
                            object.get(name.clone(), context)?
                        }
                        _ => exports.clone(),
                    };
                    module.set_export(name, value)?;
                }
                Ok(())
            },
            captured,
        ),
        None,
        None,
        context,
    ))
}

fn import(name: &JsString, context: &mut Context) -> JsResult<JsValue> {
    let hooks = context.get_data::<Hooks>().map(|hooks| hooks.0.clone());
    let hooks = hooks.ok_or_else(|| JsNativeError::error().with_message("internal: no hooks"))?;
    Hooks(hooks).call("import", &[name.clone().into()], context)
}

/// Compiles a function of the library.
pub(super) fn compile(name: &str, text: &str, context: &mut Context) -> Result<JsValue, JsError> {
    let path = format!("node:{name}");
    context.eval(Source::from_bytes(text.as_bytes()).with_path(path.as_ref()))
}
