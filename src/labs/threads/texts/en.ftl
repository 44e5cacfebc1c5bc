# What runs of the Threads lab and its folded panels say, in English.

## pictures
scoreboard = Time and liveliness by place
score-frozen = ■ frozen { $longest }
score-janky = ◪ janky, longest frame { $longest }
score-baseline = baseline
frozen = ■ frozen
smooth = □ smooth
janky = ◪ janky
result-primes = { $count } primes.
result-fibonacci = The number is { $value }.
result-matrix = A product of { $rows } rows.
result-blur = The bytes of the blurred picture add up to { $sum }.
result-roots = The roots add up to { $sum }.
result-mandelbrot = { $steps } iterations in total; { $inside } points lie in the set.
check-pending = Checking…
check-agrees = ✓ checked
check-differs = ✗ wrong: { $what } is { $found } and should be { $expected }.
check-failed = The result could not be checked: { $message }
check-cancelled = The check was cancelled.
ending-failed = Failed: { $message }
row-frames = frames
row-main = main
row-worker = worker { $number }
frame-caption = no frame for { $duration }
frame-caption-blocking = no frame for { $duration }, input blocked for { $blocking }
timeline-summary = Timeline of a run, { $where }: { $total } in total, longest frame { $longest }.
legend = Legend
frame-free = frame
frame-free-explained = The time from one frame of the page to the next, up to 50 ms.
frame-blocked = long frame
frame-blocked-explained = More than 50 ms without a new frame: nothing on the page moved or answered.
phase-spawn = spawn
phase-spawn-explained = Starting a thread, until its first line runs.
phase-compile = compile
phase-compile-explained = Fetching, compiling and instantiating the code that computes.
phase-queue = waiting
phase-queue-explained = In the queue for a worker that is free and ready. The thread itself does nothing meanwhile.
phase-transfer = transfer
phase-transfer-explained = Sending the request with its data to the worker.
phase-compute = compute
phase-compute-explained = The computation itself.
phase-return = return
phase-return-explained = Sending the result back to the page.
phase-crashed = lost: worker crashed
phase-exited = lost: worker ended without an answer
phase-hung = lost: worker hung
phase-lost-explained = An attempt that ended with its worker and gave nothing, from sending the request until the worker was gone.

## table
runs = Runs
runs-note = Runs of the same work in the same place share a line. It has their median, and from six runs on its 95 % CI. The baseline is the main thread: a speed is the median of the ratios of the rounds in which both ran. Cold runs had to start workers or to load code; once six others are there, the median leaves them out and says so. The frames that are let through before the main thread computes are not part of its time. Longest frame, blocking time and slowest key are the worst of all runs.
runs-empty = No run yet.
column-where = Where
column-engine = Engine
column-work = Work
column-compute = Compute
column-total = Total
column-longest = Longest frame
column-blocking = Blocking time
column-check = Result
column-speed-up = Against the baseline
column-interaction = Slowest key
picture-whole = the whole picture
picture-detail = its middle, enlarged

## pictures that go in and come out
picture-set = the set
picture-owners = threads
picture-owners-alt = Which thread computed which rows, a colour for each thread
picture-note-blur = Drag the divider, or focus it and use the arrow keys. Pixels are left out where the picture is larger than its place; the enlarged middle shows each.
picture-note-alone = Rows that cross the set take longest. Run it on a pool or on shared memory to see which thread computes which rows.
picture-note-set = The strip shows which thread computed which rows, a colour each ({ $where }). Rows that cross the set take longest: with static bands some threads wait for others.

## interaction
interactions-none = Nobody typed during this run. Type into the field above while it computes, to see how long a key waits.
interactions = { $count ->
    [one] { $count } key pressed; it waited up to { $worst } for the next paint.
   *[other] { $count } keys pressed; the slowest waited { $worst } for the next paint.
} Good is up to 200 ms, poor above 500 ms.
interactions-quick = Keys pressed: { $count }. None waited longer than 16 ms, the least that browsers report.
interaction-quick = ≤ 16 ms

## ledger
ledger = Time by phase (one run)
ledger-note = Sums over all threads, so they may exceed the time that passed.
column-sum = Total
column-share = Share of the largest
column-count = Count
column-longest-one = Longest
phase-copy = copy
phase-copy-explained = Copying bytes: into bands, and into and out of a module's memory.
row-thread = thread { $number }

## pool
pool-note = The pool that the place “Pool” uses. Workers start when they are needed and end after a minute without work.
pool-workers = Workers of the pool
pool-add = Add 6 jobs
pool-add-explained = Six jobs, each one round of the form's work.
pool-crash = Crash a worker
pool-crash-explained = A job whose code traps midway. Its worker is replaced; no other job is lost.
pool-hang = Hang a worker
pool-hang-explained = A job that loops forever. It is ended after two seconds, and its worker is replaced.
pool-smaller = One worker fewer
pool-smaller-explained = An idle worker goes at once, a busy one after its job.
pool-larger = One worker more
pool-larger-explained = It starts when there is work for it.
pool-drain = Drain
pool-reopen = Open again
pool-reopen-explained = The pool takes jobs again.
pool-jobs = Jobs added here, each timed once
pool-job = job { $number }
pool-job-crash = job { $number }, crashing
pool-job-hang = job { $number }, hanging
pool-job-under-way = waiting or running
pool-job-done = done after { $duration }
column-worker = Worker
column-state = State
column-jobs-done = Jobs done
column-restarts = Restarts
worker-vacant = not started
worker-starting = starting
worker-idle = idle
worker-job = busy (request { $job })
worker-stopping = stopping

## sweep
sweep-note = Measures one round of the form's work at several sizes, up to the form's, on warm workers. Points take turns in random order, until each is known within ± { $within } % or has { $most } samples, or the time is up. Short work is repeated until a sample lasts 100 timer steps. The main thread freezes for moments.
sweep-budget = Time budget
sweep-budget-hint = Seconds: { $min } to { $max }. A sweep whose time is up can be continued.
sweep-axis = Compare
sweep-places = places
sweep-places-explained = The places that are chosen above. The first one is the baseline.
sweep-workers = pool sizes
sweep-workers-explained = A pool of one worker, two, and so on, with as many jobs as workers.
sweep-threads = threads
sweep-threads-explained = One thread on shared memory, two, and so on.
sweep-refusal = a single round of this variant cannot run in parallel.
sweep-start = Start sweep
sweep-stop = Stop
sweep-go-on = Continue
sweep-none-yet = No sweep yet.
sweep-running = { $work }: { $samples } samples, { $narrow } of { $points } points known within ± { $within } %, at most { $left } left.
sweep-stopped = { $work }: stopped after { $samples } samples, with { $narrow } of { $points } points known within ± { $within } %. Continue whenever you like.
sweep-done = { $work }: done with { $samples } samples. { $narrow } of { $points } points are known within ± { $within } %; the others have { $most } samples each, or the timer resolution is too coarse for them.
sweep-heat = Time by place and size, medians (≈: not known within ± { $within } %)
sweep-best = fastest
sweep-quick = fast
sweep-slow = slow
sweep-time = median time
sweep-curves = Time by size, a line for each place
sweep-break-even = { $where }: break-even at about { $size }
sweep-speed-up = speed relative to one thread
sweep-thread-count = threads
sweep-measured = measured
pays-from = Break-even at about { $size } ({ $rounds }): from there on, { $where } is faster than { $first }.
pays-always = { $where } is faster than { $first } at every size measured ({ $alike } of { $count } rounds agree).
pays-never = { $where } is not faster than { $first } at the largest size measured ({ $alike } of { $count } rounds agree).
pays-unknown = Choose at least two places to find the break-even size.
law-amdahl = At size { $size }, the serial share of the work is { $serial } % ({ $rounds }; Amdahl's law, R² { $fit }).
law-universal = By the universal scalability law, contention is { $contention } % ({ $contention-rounds }) and coherence { $coherence } % ({ $coherence-rounds }; R² { $fit }).
law-universal-peak = By the universal scalability law, contention is { $contention } % ({ $contention-rounds }) and coherence { $coherence } % ({ $coherence-rounds }; R² { $fit }), so that more than { $peak } threads make it slower.
law-unknown = A law needs at least three thread counts, a single thread among them.
law-amdahl-name = Amdahl
law-universal-name = universal law

## sources
source-rust = Rust
source-javascript = JavaScript
source-node = Node
source-node-pool = Node: the pool

## how sure its figures are
first-runs-alone = { $count ->
    [one] a cold run
   *[other] cold runs all of them
}
first-runs-counted = { $count ->
    [one] one of them a cold run
   *[other] { $count } of them cold runs
}
first-runs-left-out = { $count ->
    [one] without the cold run, which took { $slowest }
   *[other] without { $count } cold runs, which took up to { $slowest }
}
speed-up-apart = { $speed } (ratio of medians without a common round)
run-one = one run
run-one-of-many = one run, of round { $round }
sweep-time-is-up = { $work }: the time was up after { $samples } samples, with { $narrow } of { $points } points known within ± { $within } %. Continue for as long again.
sweep-one = { $time } (one sample)
sweep-rough = ≈ { $time }
sweep-batch = ; { $batch } iterations per sample
sweep-saturated = ; the timer resolution is too coarse for it
sweep-short = ; samples are shorter than 100 timer steps
sweep-time-of = median time of { $count } samples
sweep-speed-up-of = speed relative to one thread, median of { $count } rounds
rounds-none = no whole round yet
rounds-one = of one round
rounds-few = { $low } to { $high } in only { $count } rounds
rounds-interval = 95 % CI by round { $low } to { $high }, n = { $count }
pays-below = below { $size }
pays-above = above { $size }
sweep-from-to = { $least } to { $most }
runs-failed = { $count } did not count
pays-not-yet = Too few points are measured yet to find the break-even size.
pays-open = It is inconclusive whether { $where } is faster than { $first } at the sizes measured: only { $alike } of { $count } rounds agree with the medians.

## inputs
rounds-hint = Iterations of the work: { $min } to { $max }
freeze-estimate = On the main thread the page will freeze for about { $duration } (estimated from one run on this machine).
freeze-brief = On the main thread this is too short to be noticed: add rounds.
freeze-unknown = On the main thread the page will freeze until the computation is done.
run = Run
cancel = Cancel
copy-link = Copy link
copied-link = Link copied

## findings
finding-none-yet = Press Run: the page freezes while the main thread computes, and stays responsive while workers do.
running-main = The main thread is about to compute. Try to type: the page cannot answer.
running-beside = { $where }: computing. Try to type: the page answers.
finding-froze = The page froze for { $longest } while its main thread computed. Choose another place, and it stays responsive.
finding-alive = The page stayed responsive: { $where } took { $total }, and no frame took longer than { $longest }.
finding-both = The page froze for { $froze } while its main thread computed.
finding-beside = { $where }: the same work in { $total }, and no frame longer than { $longest }.
finding-janky = { $where }: done in { $total }, but the page was janky. One frame took { $longest }: something kept the main thread busy.
finding-too-short = The main thread computed for { $compute }, too short to be noticed: add rounds.
finding-below-step = Something here took less than a step of this browser's timer ({ $step }), so its time is not known and cannot be compared.
finding-long-enough = At a size of { $size } or more a run lasts long enough.
finding-long-enough-rounds = With size { $size } and { $rounds } rounds or more a run lasts long enough.
finding-left-out = Left out: { $count } of { $all } runs, whose figures do not count. { $reasons }
finding-wrong = A result is wrong, so its time does not count.
finding-nothing = No run ended with a result.

## pictures
picture-empty = Frames, lanes and results appear here. Press Run.

## table
median-interval = { $median } (95 % CI { $low }–{ $high }, n = { $count })
median-few = { $median } (median of { $count })
median-one = { $median } (one run)
speed-interval = { $speed } (95 % CI { $range }, n = { $count })

## kernels and variants
refusal-not-isolated = shared memory needs a page that is cross-origin isolated.
refusal-no-shared-memory = this browser has no shared memory (SharedArrayBuffer).

## places
slice-hint = Milliseconds: { $min } to { $max }
workers-hint = { $min } to { $max }
jobs-hint = This work: { $min } to { $max }
group-algorithm = Algorithm
group-rounds = rounds: { $rounds }
group-threads = Threads, data passing, repeats
group-repeats = repeats: { $repeats }
moving = Data passing
moving-clone = clone
moving-transfer = transfer
moving-share = shared memory
repeats = Repeat
repeats-hint = Times: { $min } to { $max }. From 6 on the median has a 95 % CI; cold runs come on top.

## pictures that go in and come out
picture = Your own picture
picture-hint = Choose a picture, paste one, or drop one anywhere on the page: up to { $max } pixels. It stays on your machine.
picture-generated = Until then a generated one is blurred.
picture-reading = Reading the picture…
picture-own = Your picture: { $width } × { $height } pixels.
picture-drop = Drop the picture anywhere to blur it. It stays on your machine.
picture-drop-busy = A run is under way: no picture is taken before it has ended.
picture-taken = Your picture is taken: { $width } × { $height } pixels. Press Run to blur it.
picture-taken-switched = Your picture is taken: { $width } × { $height } pixels. Only blurs work on pictures, so the kernel is now “{ $kernel }”. Press Run.
picture-busy = “{ $name }” was not taken, because a run is under way. Nothing has changed; give it again when the run has ended.
picture-notice-close = Close
picture-forget = Back to the generated picture
picture-too-large = The picture has { $pixels } pixels; at most { $max } are allowed. Make it smaller and try again.
picture-file-too-large = The file has { $size } MB; at most { $max } MB are read.
picture-not-an-image = “{ $name }” is not a picture that this browser can read.
picture-failed = The picture could not be read: { $message }
picture-form-wrong = Correct what is wrong in the form first, then choose the picture again.

## pool
pool-summary = Pool ({ $engine }) for { $size }: { $available } idle, { $active } busy, { $queue } waiting
pool-summary-draining = Pool ({ $engine }): draining, { $active } busy; new jobs are refused

## sweep
sweep = Sweep: where is the break-even size?

## how sure its figures are
worst-one = { $worst } (one run)
worst-of = { $worst } (worst of { $count })
finding-one-run = Each figure is of one run.
