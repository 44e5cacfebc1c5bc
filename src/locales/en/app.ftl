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
duration-ns = { $value } ns
no-figure = –

## Threads lab: inputs
threads-question = Where should a computation run, so that the page stays alive, and from which size on does it pay?
controls = Experiment
kernel = Kernel
kernel-primes = Primes
kernel-primes-explained = All primes up to the size, by the sieve of Eratosthenes with one flag a number.
size = Size
rounds = Rounds
rounds-hint = How many times over: { $min } to { $max }
engine = Engine
engine-wasm = WebAssembly
engine-wasm-explained = Rust, compiled to WebAssembly.
engine-js = JavaScript
engine-js-explained = JavaScript: the plain variant as a person would first write it, the others with care.
run-on = Run on
strategy-main = Main thread
strategy-main-explained = On the page's own thread, in one piece.
strategy-worker = Worker
strategy-worker-explained = On a thread of its own, beside the page.
freeze-estimate = On the main thread the page will freeze for about { $duration } (estimated from one run on this machine).
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
finding-none-yet = Press Run: the page freezes while the main thread computes, and stays alive while workers do.
running-main = The main thread is about to compute. Try to type: the page cannot answer.
running-beside = { $where }: computing. Try to type: the page is alive.
finding-froze = The page froze for { $longest } while its main thread computed. Choose another place to see it stay alive.
finding-alive = The page stayed alive: its longest frame took { $longest } while this ran: { $where }, in { $total }.
finding-both = The page froze for { $froze } while its main thread computed.
finding-beside = { $where }: the same work in { $total }, and no frame over { $longest }.
finding-hitched = { $where }: done in { $total }, yet one frame took { $longest }: something kept this page's main thread busy.
finding-too-short = The main thread computed for { $compute }, too briefly for anyone to notice. Give more rounds.
finding-hidden = The page was in the background, where browsers pause frames: these runs say nothing about blocking. Run again and stay on the page.
finding-wrong = A result is wrong, so its time counts for nothing.
finding-nothing = No run ended with a result.

## Threads lab: pictures
picture-empty = Frames, lanes and results appear here. Press Run.
void = void
progress = Progress
ending-cancelled = Cancelled.

## Threads lab: table
median-interval = { $median } ({ $low }–{ $high }, n = { $count })
median-few = { $median } (median of { $count })
median-one = { $median } (one run)
work = { $kernel } ({ $variant }), { $size } × { $rounds }

## Threads lab: kernels and variants
kernel-fibonacci = Fibonacci
kernel-fibonacci-explained = One Fibonacci number. The naive recursion computes the same numbers over and over.
kernel-matrix = Matrix product
kernel-matrix-explained = The product of two square matrices of 64-bit floats.
kernel-blur-grey = Blur, grey
kernel-blur-grey-explained = A 3 × 3 box blur of a picture with one byte a pixel.
kernel-blur-rgba = Blur, colour
kernel-blur-rgba-explained = A 3 × 3 box blur of a picture with four bytes a pixel.
kernel-roots = Square roots
kernel-roots-explained = The sum of the square roots of all whole numbers up to the size.
kernel-mandelbrot = Mandelbrot
kernel-mandelbrot-explained = How soon each point of a square escapes. Some rows take a hundred times as long as others.
variant = Variant
variant-plain = plain
variant-plain-explained = As a textbook, or a first attempt, has it.
variant-segmented = segmented
variant-segmented-explained = Odd numbers only, a bit each, in segments that fit the processor's first cache.
variant-doubling = doubling
variant-doubling-explained = From F(k) and F(k + 1) straight to F(2k): a few steps instead of millions of calls.
variant-reordered = reordered
variant-reordered-explained = The same additions in the order in which memory lies, so that each cache line is read once.
variant-separable = separable
variant-separable-explained = Sums along the rows first, then down the columns: six additions instead of nine.
variant-unrolled = unrolled
variant-unrolled-explained = Four sums at once, so that one addition need not wait for the one before.
variant-shortcut = shortcut
variant-shortcut-explained = Squares are kept, and points of the two largest bulbs are known beforehand.
variant-simd = SIMD
variant-simd-explained = Two or more numbers in one instruction, 128 bits wide.
size-hint-primes = Primes up to this number: { $min } to { $max }
size-hint-fibonacci = Which Fibonacci number: { $min } to { $max }
size-hint-matrix = Rows and columns: { $min } to { $max }
size-hint-blur = Pixels each way: { $min } to { $max }
size-hint-roots = Roots of the numbers up to: { $min } to { $max }
size-hint-mandelbrot = Points each way: { $min } to { $max }
refusal-engine = this variant exists in WebAssembly only.
refusal-shared-values = the values of JavaScript belong to one thread each, so threads cannot share them.
refusal-cut = in this variant each step needs the one before, so it cannot be cut into parts.
refusal-not-isolated = memory can be shared only where the page is isolated.

## Threads lab: places
strategy-sliced = Sliced
strategy-sliced-explained = On the page's own thread in slices; between them the page gets its turn.
strategy-pool = Pool
strategy-pool-explained = Cut into jobs that several workers take from one queue.
strategy-parallel = Shared memory
strategy-parallel-explained = Several threads over one memory: nothing is copied between them.
place-sliced = Main thread in slices of { $slice } ms
place-pool = { $workers ->
    [one] Pool of { $workers } worker
   *[other] Pool of { $workers } workers
}, { $jobs ->
    [one] { $jobs } job
   *[other] { $jobs } jobs
}
place-parallel = { $threads ->
    [one] { $threads } thread
   *[other] { $threads } threads
} over one memory, { $schedule }
slice = Slice
slice-hint = Milliseconds: { $min } to { $max }
workers = Workers
workers-hint = { $min } to { $max }
jobs = Jobs
jobs-hint = This work: { $min } to { $max }
threads-field = Threads
threads-hint = { $min } to { $max }
schedule = Schedule
schedule-stealing = work stealing
schedule-stealing-explained = Whoever is done early takes from the others.
schedule-static = static bands
schedule-static-explained = Each thread gets one band of equal length beforehand.
moving = Bytes travel by
moving-clone = clone
moving-clone-explained = The browser copies them (structured clone), there and back.
moving-transfer = transfer
moving-transfer-explained = They are handed over: the sender has them no longer.
moving-share = shared memory
moving-share-explained = They stay where they are, and both sides see them.
repeats = Repeat
repeats-hint = Times: { $min } to { $max }. From 6 on the median has an interval, and first runs come on top.

## Threads lab: pictures that go in and come out
picture = Your own picture
picture-hint = Drop a picture here, of up to { $max } pixels. It stays on your machine.
picture-generated = Until then a generated one is blurred.
picture-reading = Reading the picture…
picture-own = Your picture: { $width } × { $height } pixels.
picture-forget = Back to the generated picture
picture-too-large = The picture has { $pixels } pixels; at most { $max } are taken. Make it smaller and try again.
picture-file-too-large = The file has { $size } MB; at most { $max } MB are read.
picture-not-an-image = This browser cannot read the file as an image.
picture-failed = The picture could not be read: { $message }

## Threads lab: ledger
column-phase = Phase

## Threads lab: pool
pool-summary = Pool ({ $engine }) for { $size }: { $available } idle, { $active } busy, { $queue } waiting
pool-summary-draining = Pool ({ $engine }): draining, { $active } busy; new jobs are refused

## Threads lab: sweep
sweep = Sweep: from which size on does it pay?

## Pictures
factor = { $value } ×
drop-refused = “{ $name }” is no picture ({ $type }). Give a file of one of these types: { $accept }.
drop-unknown-type = of unknown type
source = Source code
code-coming = Fetching this part of the page…
code-missing = This part of the page could not be fetched. Check the connection, then press Run or fold it out once more.

## Threads lab: how sure its figures are
worst-one = { $worst } (one run)
worst-of = { $worst } (worst of { $count })
finding-one-run = Each figure is of one run.

## Compare lab: its title
compare = Compare
compare-question = Which of several ways is faster, by how much, and how sure is that?
