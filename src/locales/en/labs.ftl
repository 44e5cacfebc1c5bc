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
