//! The worker with several threads, by itself: it computes what one thread computes, is watched and
//! stopped through its shared memory, and says why where it cannot start. The journeys speak the
//! protocol of the workers (crates/protocol/src/message.rs); the app's own controls have no part.

use anyhow::{Result, bail, ensure};
use e2e::{Browser, Host, Options, Site, journey, untimed_journey};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A run that is cancelled ends between two parts of it, which take about a millisecond each.
const CANCEL_MS_MAX: f64 = 200.0;

/// What every script here needs. Workers are kept by name for the scripts that follow.
const PRELUDE: &str = "
const id = document.querySelector('meta[name=build-id]').content;
const now = () => performance.timeOrigin + performance.now();
const all = (window.__workers ??= {});
const start = (name, script) => new Promise((resolve, reject) => {
    const url = new URL(`${id}/workers/${script}`, document.baseURI);
    const worker = new Worker(url, { type: 'module', name: `journey ${Math.random()}` });
    worker.onerror = (event) => reject(new Error(event.message ?? 'the script cannot be loaded'));
    worker.onmessage = ({ data: { body, memory } }) => {
        all[name] = { worker, memory, control: body.ready?.control };
        resolve(body);
    };
});
let jobs = 0;
const run = (name, request, buffers = [], fault = null) => new Promise((resolve) => {
    const job_id = jobs++;
    const { worker } = all[name];
    worker.onmessage = ({ data }) => {
        const { finished, failed } = data.body;
        if ((finished ?? failed)?.job_id === job_id) resolve({ finished, failed, buffers: data.buffers });
    };
    const run = { job_id, request, sent_ms: now(), fault };
    worker.postMessage({ body: { run }, buffers });
});
const words = (name) => new Int32Array(all[name].memory.buffer, all[name].control, 8);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const digest = async (buffer) => {
    const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(buffer).slice());
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
};
";

/// Runs a script after the prelude.
async fn in_page<T: DeserializeOwned>(page: &Browser, script: &str, args: Vec<Value>) -> Result<T> {
    page.js_with(&format!("{PRELUDE}{script}"), args).await
}

/// What a worker's first message says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum First {
    Ready { build_id: String },
    Crashed { message: String },
}

async fn start(page: &Browser, name: &str, script: &str) -> Result<First> {
    let args = vec![json!(name), json!(script)];
    in_page(page, "return start(...args)", args).await
}

/// Starts a worker that has to get ready.
async fn ready(page: &Browser, name: &str, script: &str) -> Result<()> {
    let first = start(page, name, script).await?;
    let First::Ready { build_id } = &first else {
        bail!("{script}: {first:?}");
    };
    ensure!(*build_id == page.build_id().await?, "{first:?}");
    Ok(())
}

async fn open(page: &Browser, host: Host) -> Result<Site> {
    let site = Site::of(e2e::dist()?).under("/sub/").start(host)?;
    page.goto(&site.url("threads/")).await?;
    page.wait_for_isolation().await?;
    Ok(site)
}

fn spec(kernel: &str, variant: &str, size: u64, rounds: u32) -> Value {
    json!({ "kernel": kernel, "variant": variant, "size": size, "rounds": rounds, "picture": null })
}

fn request(spec: &Value, schedule: &str) -> Value {
    json!({
        "run": {
            "spec": spec,
            "share": { "index": 0, "of": 1 },
            "schedule": schedule,
            "into_shared": false,
        }
    })
}

/// What came out of a run, as far as it has to be the same everywhere, and who did it.
#[derive(Debug, Deserialize)]
struct Ran {
    outcome: Value,
    digest: String,
    owners: Vec<u8>,
    lanes: usize,
    phases: Vec<String>,
}

/// Runs in a worker of that name; for blurs, on the picture that was generated before.
async fn run(page: &Browser, name: &str, request: &Value) -> Result<Ran> {
    in_page(
        page,
        "const [name, request] = args;
         const blurs = request.run.spec.kernel.startsWith('blur');
         const { finished, failed, buffers } = await run(name, request, blurs ? [window.__picture] : []);
         if (failed) throw new Error(JSON.stringify(failed));
         const { outcome, owners, lanes } = finished.outcome.ran;
         const phases = finished.spans.map(({ phase }) => phase);
         return { outcome, digest: await digest(buffers[0] ?? []), owners, lanes: lanes.length, phases };",
        vec![json!(name), request.clone()],
    )
    .await
}

async fn agree(page: &Browser) -> Result<()> {
    ready(page, "one", "compute.js").await?;
    ready(page, "two", "parallel.js?threads=2").await?;
    let blur = spec("blur-rgba", "separable", 300, 2);
    let () = in_page(
        page,
        "const { buffers } = await run('one', { generate: { spec: args[0] } });
         window.__picture = buffers[0];",
        vec![blur.clone()],
    )
    .await?;
    for spec in [
        blur,
        spec("mandelbrot", "plain", 200, 2),
        spec("mandelbrot", "simd", 201, 1),
        spec("matrix", "simd", 120, 1),
        spec("roots", "unrolled", 3_000_000, 2),
        spec("primes", "segmented", 2_000_000, 2),
    ] {
        let alone = run(page, "one", &request(&spec, "stealing")).await?;
        ensure!(alone.lanes == 0 && alone.owners.is_empty(), "{spec}");
        for schedule in ["stealing", "static"] {
            let ran = run(page, "two", &request(&spec, schedule)).await?;
            ensure!(
                (&ran.outcome, &ran.digest) == (&alone.outcome, &alone.digest),
                "{spec}, {schedule}: {} {} and not {} {}",
                ran.outcome,
                ran.digest,
                alone.outcome,
                alone.digest
            );
            ensure!(ran.lanes == 2, "{spec}: {} lanes", ran.lanes);
            let expected: &[&str] = match spec["kernel"].as_str() {
                Some("blur-rgba") => &["transfer", "copy", "compute", "copy"],
                Some("mandelbrot") => &["transfer", "compute", "copy"],
                _ => &["transfer", "compute"],
            };
            ensure!(ran.phases == expected, "{spec}: {:?}", ran.phases);
            ensure!(
                ran.owners.iter().all(|owner| *owner < 2),
                "{:?}",
                ran.owners
            );
            if schedule == "static" {
                let half = ran.owners.len() / 2;
                let (first, second) = ran.owners.split_at(half);
                ensure!(
                    first.iter().all(|owner| *owner == first[0])
                        && second.iter().all(|owner| *owner == 1 - first[0]),
                    "each thread does its half: {:?}",
                    ran.owners
                );
            }
        }
    }
    Ok(())
}

/// What was seen of a run from outside.
#[derive(Debug, Deserialize)]
struct Watched {
    /// The heartbeat at each look.
    beats: Vec<u32>,
    /// How many bytes of the output were not zero at each look.
    filled: Vec<u32>,
    failed: Value,
    cancel_ms: f64,
    /// Of the words once more: how much output there is after the end.
    output_bytes: u32,
    /// Whether the next run finished.
    again: bool,
}

/// These measure time: nothing runs beside them.
mod timed_tests {
    use super::*;

    #[tokio::test]
    async fn threads_are_watched_and_stopped_through_their_memory() {
        journey(Options::chromium(), async |page| {
            let _site = open(page, Host::Isolating).await?;
            ready(page, "two", "parallel.js?threads=2").await?;
            let watched: Watched = in_page(
                page,
                "const control = words('two');
             const [long, short] = args;
             const job = run('two', long);
             const [beats, filled] = [[], []];
             for (let look = 0; look < 8; look++) {
                 await pause(100);
                 beats.push(Atomics.load(control, 0));
                 const [address, bytes] = [Atomics.load(control, 4), Atomics.load(control, 5)];
                 // The memory may have grown since the first look.
                 const output = new Uint8Array(all.two.memory.buffer, address >>> 0, bytes);
                 filled.push(output.filter((byte) => byte !== 0).length);
             }
             const asked = performance.now();
             Atomics.store(control, 3, 1);
             const { failed } = await job;
             const cancel_ms = performance.now() - asked;
             const output_bytes = Atomics.load(control, 5);
             Atomics.store(control, 3, 0);
             const again = (await run('two', short)).finished !== undefined;
             return { beats, filled, failed, cancel_ms, output_bytes, again };",
                vec![
                    request(&spec("mandelbrot", "plain", 1_000, 1_000), "stealing"),
                    request(&spec("mandelbrot", "plain", 50, 1), "stealing"),
                ],
            )
            .await?;
            ensure!(
                watched.beats.windows(2).all(|pair| pair[0] < pair[1]),
                "{watched:?}"
            );
            ensure!(
                watched.filled.iter().all(|filled| *filled > 0),
                "{watched:?}"
            );
            ensure!(watched.failed["error"] == "cancelled", "{watched:?}");
            ensure!(watched.cancel_ms < CANCEL_MS_MAX, "{watched:?}");
            ensure!(watched.output_bytes == 0 && watched.again, "{watched:?}");
            Ok(())
        })
        .await;
    }
}

/// These measure none, and run beside one another.
mod untimed_tests {
    use super::*;

    #[tokio::test]
    async fn several_threads_compute_what_one_computes() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open(page, Host::Isolating).await?;
            agree(page).await
        })
        .await;
    }

    #[tokio::test]
    async fn several_threads_compute_on_a_plain_host_too() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open(page, Host::Plain).await?;
            agree(page).await
        })
        .await;
    }

    #[tokio::test]
    async fn firefox_computes_by_several_threads_too() {
        untimed_journey(Options::firefox(), async |page| {
            let _site = open(page, Host::Isolating).await?;
            agree(page).await
        })
        .await;
    }

    #[tokio::test]
    async fn output_is_written_to_shared_memory_by_whoever_computes_it() {
        untimed_journey(Options::chromium(), async |page| {
        let _site = open(page, Host::Isolating).await?;
        ready(page, "one", "compute.js").await?;
        ready(page, "two", "parallel.js?threads=2").await?;
        let spec = spec("mandelbrot", "shortcut", 150, 2);
        let digests: Vec<String> = in_page(
            page,
            "const [spec] = args;
             const ask = (share, into_shared) => ({ run: { spec, share, into_shared } });
             const whole = { index: 0, of: 1 };
             const own = await run('one', ask(whole, false));
             const bytes = own.buffers[0].byteLength;
             const [halves, threads] = [new SharedArrayBuffer(bytes), new SharedArrayBuffer(bytes)];
             for (const index of [1, 0]) {
                 const { failed, buffers } = await run('one', ask({ index, of: 2 }, true), [halves]);
                 if (failed || buffers.length > 0) throw new Error(JSON.stringify(failed));
             }
             await run('two', ask(whole, true), [threads]);
             const wrong = await run('two', ask(whole, true), [new SharedArrayBuffer(7)]);
             return [own.buffers[0], halves, threads].reduce(
                 async (before, buffer) => [...await before, await digest(buffer)],
                 [JSON.stringify(wrong.failed.error)],
             );",
            vec![spec],
        )
        .await?;
        let [error, alone, halves, threads] = digests.as_slice() else {
            bail!("{digests:?}");
        };
        ensure!(alone == halves && alone == threads, "{digests:?}");
        ensure!(error.contains("wrong_picture"), "{error}");
        Ok(())
    })
    .await;
    }

    #[tokio::test]
    async fn a_thread_that_dies_stops_the_heartbeat_and_the_next_worker_is_well() {
        untimed_journey(Options::chromium(), async |page| {
            // The browser itself says so of a thread that traps.
            page.expect_console("unreachable");
            let _site = open(page, Host::Isolating).await?;
            for fault in ["trap", "hang"] {
                ready(page, fault, "parallel.js?threads=2").await?;
                let beats: Vec<u32> = in_page(
                    page,
                    "const [name, request] = args;
                 let ended = 0;
                 run(name, request, [], name).then(() => { ended = 1; });
                 const look = () => Atomics.load(words(name), 0);
                 // Once the run has begun, the thread that is left does what there is to do; then they wait for ever.
                 for (let last = -1; last !== look() || last === 0; await pause(700)) last = look();
                 const beats = [look(), await pause(500).then(look), ended];
                 all[name].worker.terminate();
                 return beats;",
                    vec![
                        json!(fault),
                        request(&spec("mandelbrot", "plain", 300, 3), "stealing"),
                    ],
                )
                .await?;
                ensure!(beats[0] > 0 && beats[0] == beats[1], "{fault}: {beats:?}");
                ensure!(beats[2] == 0, "{fault}: it cannot have ended");
                ready(page, "next", "parallel.js?threads=2").await?;
                let quick = request(&spec("mandelbrot", "plain", 60, 1), "stealing");
                run(page, "next", &quick).await?;
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn where_memory_cannot_be_shared_the_worker_says_so() {
        untimed_journey(Options::chromium(), async |page| {
            // Neither the host nor a service worker isolates this page.
            let site = Site::of(e2e::dist()?).start(Host::Plain)?;
            page.before_every_page("delete Navigator.prototype.serviceWorker")
                .await?;
            page.goto(&site.url("threads/")).await?;
            let first = start(page, "none", "parallel.js?threads=2").await?;
            let First::Crashed { message } = first else {
                bail!("{first:?}");
            };
            ensure!(message.contains("isolated from other sites"), "{message}");
            // What one thread does, it does here too.
            ready(page, "one", "compute.js").await
        })
        .await;
    }

    #[tokio::test]
    async fn a_number_of_threads_that_makes_no_sense_is_refused_in_words() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open(page, Host::Isolating).await?;
            for (query, value) in [
                ("", "null"),
                ("?threads=0", "0"),
                ("?threads=2.5", "2.5"),
                ("?threads=many", "many"),
                ("?threads=65", "65"),
            ] {
                let first = start(page, "none", &format!("parallel.js{query}")).await?;
                let First::Crashed { message } = first else {
                    bail!("{query}: {first:?}");
                };
                ensure!(
                    message.contains(&format!(
                        "threads is {value}; give a whole number from 1 to 64"
                    )),
                    "{message}"
                );
            }
            Ok(())
        })
        .await;
    }
}
