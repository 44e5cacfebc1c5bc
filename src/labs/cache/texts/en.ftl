# The Cache lab in English.

## Form
cache-controls = What to simulate
cache-trace = Trace: what is accessed
trace-loop = A loop over 1,011 objects
trace-scan = A loop over 2,001 objects
trace-zigzag = There and back over 2,001 objects
trace-zipf = Popular objects (Zipf)
trace-shift = A hot set that shifts
trace-zipf-and-scan = Popular objects and scans
trace-phases = Popular objects and a loop by turns
trace-recipe = A recipe of your own
trace-file = A file of your own
shows-loop = One object after the other, 500 times over. A cache that is smaller than the loop evicts each object under LRU just before its turn.
shows-scan = One object after the other, 25 times over: policies that keep what they have hit win.
shows-zigzag = What was used last is needed first, so LRU is as good as the oracle.
shows-zipf = A few objects are popular and stay so, as on the web: frequency counts.
shows-shift = A twentieth of the objects is hot, and every 20,000 accesses another one: what was frequent is of no use now.
shows-zipf-and-scan = Popular objects, and between them many that come once. LRU gives these as much room, and loses.
shows-phases = Popular objects and a loop by turns: a policy that adapts has to do so again each time.
shows-recipe = Change the recipe below.
shows-file = oracleGeneral, vscsi, csv, txt, ARC .lis, LIRS .trace, an access log or a Redis MONITOR log, also gz or zst packed. It is read in this browser and goes nowhere.
cache-choose = Your file (or drop it anywhere)
cache-file = Chosen: { $name }
cache-drop = Drop a trace here
cache-size = Size of the cache, in objects
cache-size-hint = { $min } to { $max }
pair = Two caches, step by step
pair-says = { $first } against { $second }, { $queue } entries
cache-first = First
cache-second = Second
cache-queue = Entries of each
cache-queue-hint = { $min } to { $max }
recipe = Recipe
cache-recipe = Recipe of the trace
cache-recipe-hint = loop(n), scan, zigzag(n), zipf(alpha,n), shift(n,share,probability,period), mix(weight*…+weight*…), phases(…*accesses,…*accesses), then *accesses and @seed
recipe-error-range = { $field } is { $value }; give { $min } to { $max }.
recipe-error-number = { $field } is “{ $value }”, at character { $at }; give a number from { $min } to { $max }.
recipe-error-pattern = “{ $value }”, at character { $at }, is no pattern: loop, scan, zigzag, zipf, shift, mix or phases.
recipe-error-sign = “{ $value }”, at character { $at }, should be “{ $expected }”.
recipe-error-depth = Patterns stand { $value } deep; at most 4.
recipe-error-length = The recipe has { $value } bytes; at most 2,000.
policies = Policies with a curve
policies-says = { $count }
cache-no-policy = Choose at least one policy.
terms = Expiry and method
terms-says-ttl = { $method }, expiry after { $ttl } s
cache-ttl = Time to live, in seconds (empty: for ever)
cache-ttl-hint = { $min } to { $max }; needs a trace with times
cache-seed = Seed
cache-seed-hint = { $min } to { $max }
method = Curves
method-exact = exact
method-exact-hint = every access, at every size
method-sampled = sampled
method-sampled-hint = four samples of a fiftieth of the objects each, in caches of a fiftieth of the size (MINISIM), with a 95 % CI

## Bar
cache-run = Run
cache-cancel = Cancel
cache-none-yet = Press Run: two caches step through the same accesses, then every policy has its curve.
cache-opening = Starting workers and making the trace …
cache-reading = Reading: { $bytes } of { $all } MB
cache-running = Simulating: { $share }
cache-cancelled = Cancelled. Curves are as far as they came.
cache-no-file-chosen = Choose a file first, or drop one on the page.
cache-failed = The simulation ended: { $reason }
cache-refused = The trace was refused: { $reason }
cache-unknown-format = The name “{ $name }” does not say what is in the file. Its ending should be .csv, .txt, .log, .lis, .trace, .vscsi, .oracleGeneral or .monitor, packed or not.
cache-finding = With room for { $size } of { $objects } objects, { $first } misses { $first_misses } of the reads, { $second } { $second_misses }, and { $best }, the best here, { $best_misses }.
cache-parted = The two part at access { $at }.
cache-never-parted = The two never part.

## Results
cache-empty = Queues, miss ratios and curves appear here.
cache-scoreboard = Miss ratio by policy
cache-trace-figures = { $accesses } accesses to { $objects } objects, { $once } of them accessed once.
cache-percent = { $value } %
standing-oracle = knows the future
standing-best = best
cache-curves = Miss ratio by size of the cache
cache-curves-summary = For each policy, the share of reads that miss, by how many objects the cache holds.
cache-curves-x = Objects in the cache
cache-curves-y = Miss ratio (%)
cache-here = here
cache-at-size = Size: { $size } objects

film = Two caches of { $queue } entries over the same accesses
film-strip = The last accesses
film-key = key
film-hit = hit
film-miss = miss
film-evicted = evicts { $keys }
film-queue = { $name }: { $len }
film-queue-limit = { $name }: { $len } of { $limit }
film-ghosts = (ghosts: keys only)
film-hidden = { $count } more
film-back = Back
film-forward = Forward
film-play = Play
film-pause = Pause
film-to-parting = To where they part
film-at = Access { $at } of { $len }
film-slider = Access
film-kept = Only these accesses were kept. Press Run to step through all of them.
film-note = Objects enter on the left and leave on the right. A number above a key is the policy’s mark: a bit, a frequency, a status.

## Policies
policy-articles = the articles’ “LRU”
policy-random = Random
explained-articles = The class LRUCache of the first article. No read moves a key, so it is a FIFO; and overwriting a key evicts another one for nothing.
explained-fifo = The oldest goes, whatever was read meanwhile.
explained-lru = What was not accessed for longest goes.
explained-random = Each is as likely to go as any other.
explained-lfu = What was accessed least often goes; of equals, what has been so for longest.
explained-clock = FIFO with a second chance for what was accessed since.
explained-sieve = A hand walks from the oldest to the newest and evicts what was not accessed since it passed; survivors stay where they are.
explained-slru = Five segments: each hit promotes by one, what overflows is demoted by one.
explained-two-q = A FIFO for what is new, an LRU for what came back after it had left that.
explained-arc = Two LRU lists, of what was accessed once and again, whose shares follow the hits among their ghosts.
explained-lirs = What was accessed twice at a short distance stays; the rest passes through a small queue.
explained-w-tinylfu = A small window for what is new, and a filter that admits what was accessed more often than what would have to go.
explained-s3-fifo = A small FIFO that most objects leave soon, a main FIFO for what was accessed in it, and ghosts.
explained-opt = What is needed farthest in the future goes. No policy without that knowledge misses less often.

## Misses
cache-misses = Why it misses: regret, objects over time, queues over time

## Builder
cache-builder = Build a trace, and see who wins

## Application caches
cache-application = Caches in an application (modelled)

## Code
cache-code = Code: each policy in Rust, and LRU in JavaScript
