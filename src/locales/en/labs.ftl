# What labs have in common, in English: what can be computed, with what, where, and what is wrong with an input.

## inputs
controls = Experiment
kernel = Kernel
kernel-primes = Primes
kernel-primes-explained = All primes up to the size, by the sieve of Eratosthenes with one flag a number.
size = Size
rounds = Rounds
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
copy-link-failed = The browser did not allow it
export-failed = This page could not make the file, which is an error of its own. Please report it: { $message }
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

## places
strategy-sliced = Sliced
strategy-sliced-explained = On the page's own thread in slices; between them the page gets its turn.
strategy-pool = Pool
strategy-pool-explained = Cut into jobs that several workers take from one queue.
strategy-parallel = Shared memory
strategy-parallel-explained = Several threads share one memory: nothing is copied between them.
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
schedule-stealing-explained = Whoever is done early takes from the others.
schedule-static = static bands
schedule-static-explained = Each thread gets one band of equal length beforehand.

## ledger
column-phase = Phase

## Pictures
factor = { $value } ×
drop-refused = “{ $name }” is no picture ({ $type }). Give a file of one of these types: { $accept }.
drop-unknown-type = of unknown type
source = Source code

## why there is no result
failure-memory = no memory for { $bytes } bytes; a smaller size needs less
failure-pixels = the picture has { $pixels } pixels; at most { $max } are taken
failure-not-an-image = this browser cannot read the file as an image
failure-not-shareable = memory can be shared only where the page is isolated
failure-browser = the browser said: “{ $message }”
failure-internal = this page made an error of its own; please report it: { $message }
failure-crashed = the worker crashed: “{ $message }”
failure-threads-isolation = the threads could not be started: memory can be shared only where the page is isolated from other sites, and this one is not
failure-threads-nested = the threads could not be started: this browser has no workers within workers
failure-threads-memory = the threads could not be started: this browser lets no worker hand its shared memory to others
failure-threads-late = the threads could not be started: not all were ready within { $limit } ms
failure-not-loaded = { $script } cannot be loaded
failure-exited = the worker ended without an answer
failure-start = the worker was not ready within { $limit } ms
failure-deadline = no result within { $limit } ms
failure-stalled = the worker has not moved for { $limit } ms
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
trust-good = Nothing here speaks against what is timed now.
trust-marked = What is timed now counts, with marks.
trust-void = What is timed now does not count.
trust-worker-clock = Clock of a worker
trust-worker-clock-explained = The smallest step that performance.now() takes on a worker, where the samples are taken. A sample lasts at least a hundred steps.
trust-page-clock = Clock of the page
trust-page-clock-explained = The smallest step that performance.now() takes on the page's own thread.
trust-isolation = Isolated
trust-isolation-explained = A page that shares no process with other sites may read the finest clock that the browser gives.
trust-page = Page
trust-page-explained = Browsers slow down a page that nobody sees: its timers, its frames, even its workers.
trust-pressure = Pressure on the processor
trust-pressure-forced = { $pressure } (set by the link, not reported)
trust-pressure-explained = How much the processor has to do, or how hot it is, as the browser says while this page has the focus. Other work beside a run makes its samples longer.
trust-frames = Between frames
trust-frames-explained = How long it is from one frame of the idle page to the next. Over 25 ms tells of a low-power mode or of a slow screen.
trust-cores = Cores
trust-cores-explained = Logical cores, as the browser tells. Samples are taken on one while the page draws on another.
trust-device = Device index
trust-device-explained = How fast a short workload of integers and floats runs here: at 2, twice as fast as on one core of the server on which it was chosen. It is rough, one workload at one moment, and only helps to compare figures of different devices.
trust-yes = yes
trust-no = no
trust-visible = visible
trust-hidden = hidden
trust-fine = good
trust-coarse = coarse: samples are made longer, { $sample } each
trust-apart = the clock is coarser
trust-unseen = a run does not count
trust-pressed = other work disturbs: a run does not count
trust-pressed-by-run = high, but a run alone may cause it
trust-slow-frames = slow: a low-power mode, or a slow screen
trust-frozen = the page is hardly on a screen: a run does not count
trust-one-core = only one: the page and the samples take turns
trust-rough = rough
trust-coming = being found out
trust-frames-coming = looked at when the page is idle
trust-unreported = not reported yet
trust-unknown = unknown in this browser
pressure-nominal = nominal
pressure-fair = fair
pressure-serious = serious
pressure-critical = critical
reason-hidden = The page was hidden, and browsers slow down what nobody sees.
reason-pressure = The browser reported { $pressure } pressure on the processor: what ran had to share it, or heat slowed it down.
reason-frames = The idle page got a frame only every { $gap }: in a low-power mode the processor is slower, too, unless it is only the screen.
reason-not-isolated = The page is not isolated from other sites, so its clock is coarser than it could be.
reason-coarse-clock = The clock goes in steps of { $step }, so samples were made longer: { $sample } each.

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
