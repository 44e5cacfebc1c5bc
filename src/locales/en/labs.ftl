# What labs have in common, in English: what can be computed, with what, where, and what is wrong with an input.

## inputs
controls = Experiment
kernel = Kernel
kernel-primes = Primes
kernel-primes-explained = All primes up to the size, found by the sieve of Eratosthenes with one flag per number.
size = Size
rounds = Rounds
engine = Engine
engine-wasm = WebAssembly
engine-wasm-explained = Rust, compiled to WebAssembly.
engine-js = JavaScript
engine-js-explained = JavaScript. The plain variant is what a person would write first, the others are tuned.
run-on = Run on
strategy-main = Main thread
strategy-main-explained = On the page's own thread, in one go: the page freezes meanwhile.
strategy-worker = Worker
strategy-worker-explained = On a Web Worker, a thread of its own beside the page.
copy-link-failed = The browser did not allow copying
export-failed = The file could not be made. This is an error of this page; please report it: { $message }
error-not-a-number = “{ $value }” is not a whole number. Give one from { $min } to { $max }.
error-not-a-figure = “{ $value }” is not a number. Give one from { $min } to { $max }.
error-out-of-range = { $value } is out of range. Give a number from { $min } to { $max }.
error-unknown = “{ $value }” is unknown. Choose one of: { $allowed }.
error-nowhere = Choose at least one place to run.

## pictures
void = void
progress = Progress
ending-cancelled = Cancelled.

## table
work = { $kernel } ({ $variant }), { $size } × { $rounds }

## kernels and variants
kernel-fibonacci = Fibonacci
kernel-fibonacci-explained = One Fibonacci number. The naive recursion computes the same numbers over and over.
kernel-matrix = Matrix product
kernel-matrix-explained = The product of two square matrices of 64-bit floats.
kernel-blur-grey = Blur, grey
kernel-blur-grey-explained = A 3 × 3 box blur of a picture with one byte per pixel.
kernel-blur-rgba = Blur, colour
kernel-blur-rgba-explained = A 3 × 3 box blur of a picture with four bytes per pixel.
kernel-roots = Square roots
kernel-roots-explained = The sum of the square roots of all whole numbers up to the size.
kernel-mandelbrot = Mandelbrot
kernel-mandelbrot-explained = How many iterations each point of a square takes to escape. Some rows take 100× as long as others.
variant = Variant
variant-plain = plain
variant-plain-explained = As in a textbook, or in a first attempt.
variant-segmented = segmented
variant-segmented-explained = Odd numbers only, one bit each, in segments that fit the processor's L1 cache.
variant-doubling = doubling
variant-doubling-explained = From F(k) and F(k + 1) straight to F(2k): a few steps instead of millions of calls.
variant-reordered = reordered
variant-reordered-explained = The same additions in the order of memory, so that each cache line is read once.
variant-separable = separable
variant-separable-explained = Sums along the rows first, then down the columns: six additions instead of nine.
variant-unrolled = unrolled
variant-unrolled-explained = Four running sums at once, so that no addition waits for the one before.
variant-shortcut = shortcut
variant-shortcut-explained = Squares are computed once and reused, and points of the two largest bulbs are skipped.
variant-simd = SIMD
variant-simd-explained = Two or more numbers per instruction, 128 bits wide.
size-hint-primes = Primes up to this number: { $min } to { $max }
size-hint-fibonacci = Which Fibonacci number: { $min } to { $max }
size-hint-matrix = Rows and columns: { $min } to { $max }
size-hint-blur = Pixels each way: { $min } to { $max }
size-hint-roots = Roots of the numbers up to: { $min } to { $max }
size-hint-mandelbrot = Points each way: { $min } to { $max }
refusal-engine = this variant exists in WebAssembly only.
refusal-shared-values = JavaScript's values belong to one thread each, so they cannot stand in shared memory.
refusal-cut = in this variant each step needs the one before, so it cannot run in parallel.

## places
strategy-sliced = Sliced
strategy-sliced-explained = On the page's own thread, in slices. Between them the page paints and answers input.
strategy-pool = Pool
strategy-pool-explained = Cut into jobs, which several workers take from one queue.
strategy-parallel = Shared memory
strategy-parallel-explained = Several threads work on shared memory (SharedArrayBuffer): nothing is copied between them.
place-sliced = Main thread in slices of { $slice } ms
place-pool = { $workers ->
    [one] Pool of { $workers } worker
   *[other] Pool of { $workers } workers
}, { $jobs ->
    [one] { $jobs } job
   *[other] { $jobs } jobs
}
short-pool = Pool of { $count } workers
short-parallel = { $count } threads, shared memory
place-parallel = { $threads ->
    [one] { $threads } thread
   *[other] { $threads } threads
} on shared memory, { $schedule }
slice = Slice
workers = Workers
jobs = Jobs
threads-field = Threads
threads-hint = { $min } to { $max }
schedule = Schedule
schedule-stealing = work stealing
schedule-stealing-explained = A thread that is done early takes work from the others.
schedule-static = static bands
schedule-static-explained = Each thread gets one band of equal length in advance.

## ledger
column-phase = Phase

## Pictures
factor = { $value }×
range = { $low }–{ $high }
speed-same = as fast
speed-faster = { $factor } faster
speed-slower = { $factor } slower
speed-range = { $low } to { $high }
longer-percent = { $range } % longer
longer-times = { $range }× as long
source = Source code

## why there is no result
failure-memory = out of memory: { $bytes } bytes could not be allocated; a smaller size needs less
failure-pixels = the picture has { $pixels } pixels; at most { $max } are allowed
failure-not-an-image = this browser cannot read the file as an image
failure-altered-pixels = this browser alters the pixels that it gives back (it resists fingerprinting), so a result of your picture could not be checked; allow this site to read canvases, or use the generated picture
failure-not-shareable = this browser gives the page no shared memory: that needs a page that is cross-origin isolated, and a browser that has SharedArrayBuffer
failure-browser = the browser said: “{ $message }”
failure-internal = this is an error of this page; please report it: { $message }
failure-crashed = the worker crashed: “{ $message }”
failure-trapped = the worker crashed: its code ran into a trap
failure-details = Details
failure-threads-isolation = the threads could not be started: shared memory needs a page that is isolated from other sites, and this one is not
failure-threads-nested = the threads could not be started: this browser does not support workers within workers
failure-threads-memory = the threads could not be started: this browser has no memory that workers could share
failure-threads-late = the threads could not be started: not all were ready within { $limit } ms
failure-not-loaded = { $script } could not be loaded
failure-exited = the worker ended without an answer
failure-start = the worker was not ready within { $limit } ms
failure-deadline = no result within { $limit } ms
failure-stalled = the worker has made no progress for { $limit } ms
failure-build = the worker is of build { $found }, this page of { $expected }: reload the page
failure-queue-full = { $limit } jobs already wait; try again when one has finished
failure-shutting-down = the pool is shutting down

## how a result is wrong
check-error = { $what } is { $found }, but should be { $expected }
aspect-kind = the kind of the result
aspect-prime-count = the count of primes
aspect-prime-sum = the sum of the primes
aspect-largest-prime = the largest prime
aspect-first-primes = the list of the first primes
aspect-fibonacci = the number
aspect-row-count = the number of rows
aspect-row-fingerprint = the fingerprint of row { $row }
aspect-block-count = the number of blocks
aspect-block-sum = the sum of block { $block }
aspect-input-around = the input around pixel { $x }, { $y }, in bytes
aspect-pixel = pixel { $x }, { $y }
aspect-byte-sum = the sum of the bytes
aspect-point = point { $x }, { $y }
aspect-inside-count = the number of points that never escape
aspect-step-count = the number of steps
aspect-sample-count = the number of samples
aspect-sample-place = the place of a sample

## conditions, and what they mean for a run
figures-void = These figures do not count. { $reasons }
trust = Conditions
trust-good = Nothing here speaks against measuring now.
trust-marked = What is measured now counts, with remarks.
trust-void = What is measured now does not count.
trust-worker-clock = Timer resolution, worker
trust-worker-clock-explained = The smallest step of performance.now() on a worker, where samples are taken. A sample lasts at least 100 steps.
trust-page-clock = Timer resolution, page
trust-page-clock-explained = The smallest step of performance.now() on the page's own thread.
trust-isolation = Cross-origin isolated
trust-page = Page visibility
trust-page-explained = Browsers slow down a page that nobody sees: its timers, its frames, even its workers.
trust-pressure = CPU pressure
trust-pressure-forced = { $pressure } (set by the link, not reported)
trust-frames = Frame interval
trust-cores = Cores
trust-cores-explained = Logical cores, as the browser reports them. Samples are taken on one while the page paints on another.
trust-device = Device index
trust-yes = yes
trust-no = no
trust-visible = visible
trust-hidden = hidden
trust-fine = good
trust-coarse = coarse: a sample has to last { $sample }
trust-apart = the timer resolution is coarser
trust-unseen = a run does not count
trust-pressed = other work disturbs: a run does not count
trust-pressed-by-run = high, but a run alone may cause it
trust-slow-frames = slow: a low-power mode, or a slow screen
trust-frozen = the page gets hardly any frames: a run does not count
trust-one-core = only one: the page and the samples take turns
trust-rough = rough
trust-coming = being measured
trust-frames-coming = measured when the page is idle
trust-unreported = not reported yet
trust-unknown = unknown in this browser
pressure-nominal = nominal
pressure-fair = fair
pressure-serious = serious
pressure-critical = critical
reason-hidden = The page was hidden, and browsers slow down what nobody sees.
reason-pressure = The browser reported { $pressure } CPU pressure: what ran had to share the processor, or heat slowed it down.
reason-frames = The idle page got a frame only every { $gap }: in a low-power mode the processor is slower, too, unless only the screen is slow.
reason-not-isolated = The page is not cross-origin isolated, so its timer resolution is coarser than it could be.
reason-coarse-clock = The timer resolution is { $step }: a sample has to last { $sample } to be read to a hundredth of itself.

## run bar
run-bar = Run and finding

## what is kept
kept-here = Your inputs and last results stay in this browser, on this device, until you forget them.
kept-nowhere = This browser does not keep your inputs and results, and they are gone when you close the page. It says: { $message }
kept-damaged = What this browser kept of this lab cannot be read ({ $message }). It stays as it is until you run something or forget it.
kept-other-schema = What this browser kept of this lab is in schema { $found }, and this page reads schema { $expected }. It stays as it is until you run something or forget it.
kept-from = Results of { $at }, kept in this browser.
kept-other-build = Results of { $at }, measured with another build ({ $build }): this one may be faster or slower.
forget = Forget everything
forget-question = Forget the inputs and results of all labs that this browser keeps? They cannot be brought back.
forget-yes = Forget them
forget-no = Keep them
forgotten = Forgotten. This browser keeps nothing of yours.
forget-failed = This browser did not forget them. It says: { $message }

## code editor
editor-hint = Tab indents. To leave the editor by keyboard, press Escape, then Tab.
editor-missing = The code editor could not be loaded. This plain field holds the same code.
editor-error = Line { $line }: { $message }
editor-error-at = Line { $line }, column { $column }: { $message }
editor-selection-deleted = Selection deleted
