//! Load on a server of this machine: the servers as processes, the generator, and what both cost.

pub(crate) mod http;
pub(crate) mod oha;
pub(crate) mod process;
pub(crate) mod server;

use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::load::http::Request;
use crate::load::oha::{Answered, Kind};
use crate::load::process::{Machine, Memory, Tree};

/// Threads of the generator. With one, its share of a core says whether it is what is measured.
pub(crate) const GENERATOR_THREADS: usize = 1;

/// How often it is looked whether the generator has ended, or a person wants the bench to.
const LOOK_INTERVAL: Duration = Duration::from_millis(10);

/// How often memory is read: to read it takes a lock of the process that is measured.
const MEMORY_INTERVAL: Duration = Duration::from_millis(250);

/// What a load may take longer than it should before it is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether a person or the system has asked the bench to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// An error, by which everything that was started is stopped, once it was set.
    pub(crate) fn check(&self) -> Result<()> {
        if self.0.load(Ordering::Relaxed) {
            bail!("interrupted");
        }
        Ok(())
    }

    /// Sleeps for so long, or until it is set.
    pub(crate) fn sleep(&self, lasts: Duration) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < lasts {
            self.check()?;
            thread::sleep(LOOK_INTERVAL.min(lasts));
        }
        Ok(())
    }
}

/// Load on one address.
#[derive(Clone, Debug)]
pub(crate) struct Load<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) request: &'a Request,
    pub(crate) connections: usize,
    pub(crate) kind: Kind,
}

/// What a load gave and cost.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sample {
    #[serde(flatten)]
    pub(crate) answered: Answered,
    /// From the first look at processor times to the last: the generator's start and its report are in it.
    pub(crate) window_s: f64,
    /// Processor time of all of the server's processes.
    pub(crate) server_cpu_s: f64,
    /// The part of it that the busiest process took, from 0 to 1.
    pub(crate) busiest_share: f64,
    pub(crate) generator_cpu_s: f64,
    /// Processor time that other programs took meanwhile, or that the machine below gave to others.
    pub(crate) others_cpu_s: f64,
    /// The most that was seen; only where it was looked at.
    pub(crate) memory: Option<Memory>,
}

impl Sample {
    /// Answers with status 200 in a second.
    pub(crate) fn rate(&self) -> f64 {
        self.answered.ok as f64 / self.answered.seconds
    }

    /// Processor time of the server for an answer, in microseconds.
    pub(crate) fn cpu_us(&self) -> f64 {
        self.server_cpu_s * 1e6 / self.answered.ok as f64
    }

    /// Cores that the server took, on average.
    pub(crate) fn server_cores(&self) -> f64 {
        self.server_cpu_s / self.window_s
    }

    /// Cores that neither the server nor the generator had, because others took them.
    pub(crate) fn others_cores(&self) -> f64 {
        self.others_cpu_s / self.window_s
    }

    /// The generator's part of what its threads could take, from 0 to 1.
    pub(crate) fn generator_share(&self) -> f64 {
        self.generator_cpu_s / self.window_s / GENERATOR_THREADS as f64
    }
}

/// The generator: a program, and the wish to end.
#[derive(Debug)]
pub(crate) struct Generator {
    program: PathBuf,
    interrupt: Interrupt,
}

/// A load that goes on; the generator is killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    deadline: Instant,
    interrupt: Interrupt,
}

impl Generator {
    pub(crate) fn new(program: PathBuf, interrupt: Interrupt) -> Self {
        Self { program, interrupt }
    }

    pub(crate) fn interrupt(&self) -> &Interrupt {
        &self.interrupt
    }

    pub(crate) fn start(&self, load: &Load<'_>) -> Result<Running> {
        let child = Command::new(&self.program)
            .args(oha::arguments(load))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} could not be started", self.program.display()))?;
        Ok(Running {
            child,
            deadline: Instant::now() + load.kind.lasts() + PATIENCE,
            interrupt: self.interrupt.clone(),
        })
    }

    /// Puts a load on the server whose first process is `root`.
    pub(crate) fn measure(&self, load: &Load<'_>, root: u32, with_memory: bool) -> Result<Sample> {
        let before = Tree::of(root)?;
        let start = Instant::now();
        let machine_before = Machine::now()?;
        let generator_before_s = process::cpu_of_ended_children_s()?;
        let mut memory: Option<Memory> = None;
        let mut looked = Instant::now();
        let answered = self.start(load)?.finish(&mut || {
            if with_memory && looked.elapsed() >= MEMORY_INTERVAL {
                looked = Instant::now();
                let now = before.memory();
                memory = Some(memory.map_or(now, |most| most.most(now)));
            }
        })?;
        let window_s = start.elapsed().as_secs_f64();
        let after = Tree::of(root)?;
        let cpu = after.since(&before);
        let generator_cpu_s = process::cpu_of_ended_children_s()? - generator_before_s;
        Ok(Sample {
            answered,
            window_s,
            server_cpu_s: cpu.total_s,
            busiest_share: cpu.busiest_share,
            generator_cpu_s,
            others_cpu_s: Machine::now()?.others_s(machine_before, cpu.total_s + generator_cpu_s),
            memory,
        })
    }
}

impl Running {
    /// Waits for its end, and meanwhile does something every few milliseconds.
    pub(crate) fn finish(mut self, meanwhile: &mut dyn FnMut()) -> Result<Answered> {
        let status = loop {
            self.interrupt.check()?;
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            if Instant::now() > self.deadline {
                bail!("the generator does not end");
            }
            meanwhile();
            thread::sleep(LOOK_INTERVAL);
        };
        let mut text = String::new();
        if let Some(output) = &mut self.child.stdout {
            // Shorter than what a pipe holds, so it has ended without being read.
            output.read_to_string(&mut text)?;
        }
        if !status.success() {
            bail!("the generator failed ({status}): {text}");
        }
        Answered::of_json(&text)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
