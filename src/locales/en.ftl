# Perf Playground in English. Each text stands in every catalogue under the same name.

## Shell
skip = Skip to the lab
labs = Labs
threads = Threads
language = Language
theme-dark = Dark theme
theme-light = Light theme
present = Present
privacy = Nothing leaves this page: everything runs on your own machine, and no figure is sent anywhere.
build = build { $id }
offline-ready = works offline
offline-caching = storing itself for offline use
offline-failed = could not be stored for offline use
offline-none = not stored for offline use
not-found = There is no such lab. Choose one above.
fault = Something in this lab failed. Reload the page to go on.

## What the browser gives
isolated = ● isolated
isolated-explained = This page is cross-origin isolated: it may share memory between threads and reads the finest clock that the browser gives.
isolation-reloading = ○ reloading to become isolated
not-isolated = ○ not isolated
not-isolated-explained = Everything works but threads that share memory, and the clock is coarser.
isolation-no-service-worker = This host sends no isolation headers, and this browser has no service worker that could add them (a private window, perhaps).
isolation-insecure = The page was not served securely: open it over https, or from localhost.
isolation-reload-failed = The service worker could not isolate the page. Close all its tabs and open it again.
isolation-reload-needed = Reload the page once to isolate it.
isolation-starting = The service worker that isolates the page is starting.
cores = { $count ->
    [one] { $count } core
   *[other] { $count } cores
}
clock-step = clock { $step } µs
clock-explained = The clock figure is the smallest step that performance.now() was just seen to take. No time on this page is finer than that.

## Figures
duration-s = { $value } s
duration-ms = { $value } ms
duration-us = { $value } µs
no-figure = –

## Threads lab: inputs
threads-question = Where should a computation run, so that the page stays alive?
controls = Experiment
kernel = Kernel
kernel-primes = Primes
kernel-primes-explained = All primes up to the size, by the sieve of Eratosthenes with one flag a number.
size = Size
size-hint = Primes up to this number: { $min } to { $max }
rounds = Rounds
rounds-hint = How many times over: { $min } to { $max }
engine = Engine
engine-wasm = WebAssembly
engine-wasm-explained = Rust, compiled to WebAssembly.
engine-js = JavaScript
engine-js-explained = The same sieve as a person would first write it in JavaScript.
run-on = Run on
strategy-main = Main thread
strategy-main-explained = On the page's own thread, in one piece.
strategy-worker = Worker
strategy-worker-explained = On a thread of its own, beside the page.
freeze-estimate = On the main thread the page will freeze for about { $duration } (estimated from a run on this machine).
freeze-brief = On the main thread this is too short to be noticed; give more rounds.
freeze-unknown = On the main thread the page will freeze until the computation is done.
run = Run
cancel = Cancel
copy-link = Copy link
copied-link = Link copied
copy-link-failed = The browser did not allow it
error-not-a-number = “{ $value }” is not a whole number. Give one from { $min } to { $max }.
error-out-of-range = { $value } is out of range. Give a number from { $min } to { $max }.
error-unknown = “{ $value }” is unknown. Choose one of: { $allowed }.
error-nowhere = Choose at least one place to run.

## Threads lab: liveliness
type-here = type here…
type-here-label = A field to type in while the computation runs
liveliness-note = The dot and the field live on the main thread. They freeze when it does.
frame-count = frame { $count }

## Threads lab: findings
finding-none-yet = Press Run: the page freezes while the main thread computes, and stays alive while a worker does.
running-main = The main thread is about to compute. Try to type: the page cannot answer.
running-worker = A worker is computing. Try to type: the page is alive.
finding-froze = The page froze for { $longest } while its main thread computed. Choose Worker to see it stay alive.
finding-alive = The page stayed alive: its longest frame took { $longest } while a worker computed for { $compute }.
finding-both = The page froze for { $froze } while its main thread computed. While a worker did the same work in { $compute }, the longest frame took { $longest }.
finding-hitched = A worker computed, yet one frame took { $longest }: something else kept this page's main thread busy.
finding-too-short = The main thread computed for { $compute }, too briefly for anyone to notice. Give more rounds.
finding-hidden = The page was in the background, where browsers pause frames: these runs say nothing about blocking. Run again and stay on the page.
finding-wrong = A result is wrong, so its time counts for nothing.
finding-nothing = No run ended with a result.

## Threads lab: pictures
picture-empty = Frames, lanes and results appear here. Press Run.
title-main = On the main thread
title-worker = On a worker
blocked = ■ blocked
free = □ free
hitched = ◪ hitched
void = void
progress = Progress
result-primes = { $count } primes.
check-pending = Checking…
check-agrees = ✓ checked
check-differs = ✗ wrong: { $what } is { $found } and should be { $expected }.
check-failed = The result could not be checked: { $message }
ending-cancelled = Cancelled.
ending-failed = Failed: { $message }
row-frames = frames
row-main = main
row-worker = worker { $number }
frame-caption = no frame for { $duration }
timeline-summary = Timeline of a run, { $where }: { $total } in all, longest frame { $longest }.
timeline-hint = Point at a block, or focus the picture and use the arrow keys.
timeline-readout = { $lane }: { $what }, { $duration }, from { $start }
timeline-axis = time since Run was pressed
legend = Legend
show-as-table = Show as table
save-png = Save PNG
save-csv = Save CSV
column-lane = Lane
column-what = What
column-start = Start
column-duration = Duration
frame-free = frame
frame-free-explained = The time between two frames of the page, up to 50 ms.
frame-blocked = blocked frame
frame-blocked-explained = Over 50 ms without a new frame: nothing on the page moved or answered.
phase-spawn = spawn
phase-spawn-explained = Starting a thread, until its first line runs.
phase-compile = compile
phase-compile-explained = Fetching, compiling and instantiating the code that computes.
phase-queue = queue
phase-queue-explained = Waiting for a worker that is free and ready.
phase-transfer = transfer
phase-transfer-explained = Sending the request to the worker.
phase-compute = compute
phase-compute-explained = The computation itself.
phase-return = return
phase-return-explained = Sending the result back to the page.

## Threads lab: table
runs = Runs
runs-note = Each line is one run, not a median: compare them as such.
runs-empty = No run yet.
column-run = Run
column-where = Where
column-engine = Engine
column-work = Work
column-compute = Compute
column-total = In all
column-longest = Longest frame
column-blocking = Blocking
column-check = Result
work-primes = primes to { $size } × { $rounds }
void-hidden = void (hidden)
