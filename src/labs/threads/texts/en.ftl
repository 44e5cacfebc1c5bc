# What runs of the Threads lab and its folded panels say, in English.

## pictures
scoreboard = Time and liveliness by place
score-frozen = ■ frozen { $longest }
score-janky = ◪ janky, longest frame { $longest }
score-baseline = baseline
score-same = as fast
score-faster = { $factor } faster
score-slower = { $factor } slower
frozen = ■ frozen
smooth = □ smooth
janky = ◪ janky
result-primes = { $count } primes.
result-fibonacci = The number is { $value }.
result-matrix = A product of { $rows } rows.
result-blur = The bytes of the blurred picture add up to { $sum }.
result-roots = The roots add up to { $sum }.
result-mandelbrot = { $steps } steps in all; { $inside } points are of the set.
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
timeline-summary = Timeline of a run, { $where }: { $total } in all, longest frame { $longest }.
legend = Legend
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

## table
runs = Runs
runs-note = Runs of the same work in the same place are summed up in one line: the median, and from six runs on the interval that holds the true median with 95 % certainty. A speed-up is the median of the ratios of those rounds in which both ran. A first run had to start workers or to load code: once six others are there, medians leave it out and say so. The frames that are let through before the page's own thread works are no part of its time. Longest frame, blocking and slowest key are the worst of all runs. What stands for one run says so.
runs-empty = No run yet.
column-where = Where
column-engine = Engine
column-work = Work
column-compute = Compute
column-total = In all
column-longest = Longest frame, worst run
column-blocking = Blocking, worst run
column-check = Result
column-speed-up = Speed-up
column-interaction = Slowest key, worst run

## pictures that go in and come out
picture-before = before
picture-after = after
picture-before-detail = before, the middle enlarged
picture-after-detail = after, the middle enlarged
picture-set = the set
picture-owners = who
picture-owners-alt = Which thread computed which rows, a colour for each thread
picture-note-blur = Pixels are left out where the picture is larger than its place; the enlarged middle shows each.
picture-note-alone = Rows through the set take longest. Run it on a pool or on shared memory, to see which thread computes which rows.
picture-note-set = The strip shows which thread computed which rows, a colour each ({ $where }). Rows through the set take longest: with static bands some threads wait for others.

## interaction
interactions-none = Nobody typed during this run: type into the field above while it computes, to see how long a key waits.
interactions = { $count ->
    [one] { $count } key pressed; it waited up to { $worst } for the next paint.
   *[other] { $count } keys pressed; the slowest waited { $worst } for the next paint.
} Good is up to 200 ms, poor above 500 ms.
interactions-quick = Keys pressed: { $count }. None waited longer than 16 ms, the least that browsers report.
interaction-quick = ≤ 16 ms

## ledger
ledger = What it cost (one run)
ledger-note = Sums over all threads, so they may exceed the time that passed.
column-sum = Sum
column-share = Compared
column-count = Times
column-longest-one = Longest
phase-copy = copy
phase-copy-explained = Copying bytes: into bands, into and out of a module's memory.
row-thread = thread { $number }

## pool
pool-note = The pool that “Pool” runs on. Workers start when they are needed and are let go after a minute without work.
pool-workers = Workers of the pool
pool-add = Add 6 jobs
pool-add-explained = Six jobs, each one round of the form's work.
pool-crash = Crash a worker
pool-crash-explained = A job whose code traps on the way. The worker is replaced; no other job is lost.
pool-hang = Hang a worker
pool-hang-explained = A job that loops for ever. It is ended after two seconds, and its worker replaced.
pool-smaller = One worker fewer
pool-smaller-explained = An idle worker goes at once, a busy one after its job.
pool-larger = One worker more
pool-larger-explained = It starts when there is work for it.
pool-drain = Drain
pool-drain-explained = Active jobs are finished, waiting and new ones refused.
pool-reopen = Open again
pool-reopen-explained = The pool takes jobs again.
pool-jobs = Jobs added here, each timed once
pool-job = job { $number }
pool-job-crash = job { $number }, crashing
pool-job-hang = job { $number }, hanging
pool-job-under-way = waiting or at work
pool-job-done = done after { $duration }
column-worker = Worker
column-state = State
column-jobs-done = Jobs done
column-restarts = Restarts
worker-vacant = not started
worker-starting = starting
worker-idle = idle
worker-job = at work (request { $job })
worker-stopping = ending

## sweep
sweep-note = Measures the work of the form, one round of it, at sizes up to the form's, with workers that are started and warm. Points take turns in rounds, each round in an order of its own, until each is known within ± { $within } % or has { $most } samples, or the time is up. Short work is repeated, so that a sample lasts a hundred steps of the clock. The main thread freezes for moments.
sweep-budget = Time budget
sweep-budget-hint = Seconds: { $min } to { $max }. A sweep whose time is up can go on.
sweep-axis = Compare
sweep-places = places
sweep-places-explained = The places that are chosen above, the first one being what the others are compared with.
sweep-workers = pool sizes
sweep-workers-explained = A pool of one worker, two, and so on, as many jobs as workers.
sweep-threads = threads
sweep-threads-explained = Threads that share memory: one, two, and so on.
sweep-refusal = a single round of this variant cannot be shared out.
sweep-start = Start sweep
sweep-stop = Stop
sweep-go-on = Go on
sweep-none-yet = No sweep yet.
sweep-running = { $work }: { $samples } samples, { $narrow } of { $points } points known within ± { $within } %, at most { $left } left.
sweep-stopped = { $work }: stopped after { $samples } samples, with { $narrow } of { $points } points known within ± { $within } %. Go on whenever you like.
sweep-done = { $work }: done with { $samples } samples. { $narrow } of { $points } points are known within ± { $within } %; any other has { $most } samples, or too coarse a clock.
sweep-heat = Time by place and size, medians (≈: not known within ± { $within } %)
sweep-best = quickest
sweep-quick = quick
sweep-slow = slow
sweep-time = time, a median
sweep-curves = Time by size, a line for each place
sweep-break-even = { $where } pays from about { $size } on
sweep-speed-up = speed-up over one thread
sweep-thread-count = threads
sweep-measured = measured
pays-from = From about { $size } on ({ $rounds }), { $where } is quicker than { $first }.
pays-always = { $where } is quicker than { $first } at every size measured ({ $alike } of { $count } rounds say so).
pays-never = { $where } is not quicker than { $first } at the largest size measured ({ $alike } of { $count } rounds say so).
pays-unknown = Choose two places or more, to see from which size on one pays.
law-amdahl = At size { $size }, { $serial } % of the work acts as if it were serial ({ $rounds }; Amdahl's law, R² { $fit }).
law-universal = By the universal scalability law, contention is { $contention } % ({ $contention-rounds }) and coherence { $coherence } % ({ $coherence-rounds }; R² { $fit }).
law-universal-peak = By the universal scalability law, contention is { $contention } % ({ $contention-rounds }) and coherence { $coherence } % ({ $coherence-rounds }; R² { $fit }), so that more than { $peak } threads make it slower.
law-unknown = For a law, at least three numbers of threads must be measured, one thread among them.
law-amdahl-name = Amdahl
law-universal-name = universal law

## sources
source-rust = Rust
source-javascript = JavaScript
source-node = Node
source-node-pool = Node: the pool

## how sure its figures are
first-runs-alone = { $count ->
    [one] a first run
   *[other] first runs all of them
}
first-runs-counted = { $count ->
    [one] one of them a first run
   *[other] { $count } of them first runs
}
first-runs-left-out = { $count ->
    [one] without the first run, which took { $slowest }
   *[other] without { $count } first runs, which took up to { $slowest }
}
speed-up-measure = 1 ×, the baseline
speed-up-apart = { $factor } (of medians that share no round)
run-one = one run
run-one-of-many = one run, of round { $round }
sweep-time-is-up = { $work }: the time was up after { $samples } samples, with { $narrow } of { $points } points known within ± { $within } %. Go on for as long again.
sweep-one = { $time } (one sample)
sweep-rough = ≈ { $time }
sweep-batch = ; { $batch } runs a sample
sweep-saturated = ; the clock is too coarse for it
sweep-short = ; samples are shorter than a hundred steps of the clock
sweep-time-of = time, a median of { $count } samples
sweep-speed-up-of = speed-up over one thread, a median of { $count } rounds
rounds-none = no whole round yet
rounds-one = of one round
rounds-few = { $low } to { $high } in only { $count } rounds
rounds-interval = by round { $low } to { $high }, n = { $count }
pays-below = below { $size }
pays-above = above { $size }
sweep-from-to = { $least } to { $most }
runs-failed = { $count } did not count
pays-not-yet = Too few points are measured yet to say from which size on a place pays.
pays-open = It is open whether { $where } is quicker than { $first } at the sizes measured: only { $alike } of { $count } rounds agree with the medians.

## inputs
rounds-hint = How many times over: { $min } to { $max }
freeze-estimate = On the main thread the page will freeze for about { $duration } (estimated from one run on this machine).
freeze-brief = On the main thread this is too short to be noticed; give more rounds.
freeze-unknown = On the main thread the page will freeze until the computation is done.
run = Run
cancel = Cancel
copy-link = Copy link
copied-link = Link copied

## findings
finding-none-yet = Press Run: the page freezes while the main thread computes, and stays alive while workers do.
running-main = The main thread is about to compute. Try to type: the page cannot answer.
running-beside = { $where }: computing. Try to type: the page is alive.
finding-froze = The page froze for { $longest } while its main thread computed. Choose another place to see it stay alive.
finding-alive = The page stayed alive: its longest frame took { $longest } while this ran: { $where }, in { $total }.
finding-both = The page froze for { $froze } while its main thread computed.
finding-beside = { $where }: the same work in { $total }, and no frame over { $longest }.
finding-janky = { $where }: done in { $total }, yet one frame took { $longest }: something kept this page's main thread busy.
finding-too-short = The main thread computed for { $compute }, too briefly for anyone to notice. Give more rounds.
finding-left-out = Left out: { $count } of { $all } runs, whose figures do not count. { $reasons }
finding-wrong = A result is wrong, so its time counts for nothing.
finding-nothing = No run ended with a result.

## pictures
picture-empty = Frames, lanes and results appear here. Press Run.

## table
median-interval = { $median } ({ $low }–{ $high }, n = { $count })
median-few = { $median } (median of { $count })
median-one = { $median } (one run)

## kernels and variants
refusal-not-isolated = memory can be shared only where the page is isolated.

## places
slice-hint = Milliseconds: { $min } to { $max }
workers-hint = { $min } to { $max }
jobs-hint = This work: { $min } to { $max }
group-algorithm = Algorithm
group-rounds = rounds: { $rounds }
group-threads = Threads, data passing, repeats
group-repeats = repeats: { $repeats }
moving = Bytes travel by
moving-clone = clone
moving-clone-explained = The browser copies them (structured clone), there and back.
moving-transfer = transfer
moving-transfer-explained = They are handed over: the sender has them no longer.
moving-share = shared memory
moving-share-explained = They stay where they are, and both sides see them.
repeats = Repeat
repeats-hint = Times: { $min } to { $max }. From 6 on the median has an interval, and first runs come on top.

## pictures that go in and come out
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
picture-form-wrong = Correct what is wrong in the form first, then choose the picture again.

## pool
pool-summary = Pool ({ $engine }) for { $size }: { $available } idle, { $active } busy, { $queue } waiting
pool-summary-draining = Pool ({ $engine }): draining, { $active } busy; new jobs are refused

## sweep
sweep = Sweep: from which size on does it pay?

## how sure its figures are
worst-one = { $worst } (one run)
worst-of = { $worst } (worst of { $count })
finding-one-run = Each figure is of one run.
