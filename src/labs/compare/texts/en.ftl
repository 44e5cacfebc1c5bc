# The Compare lab in English.

## Compare lab
what = Compare what
contender-title = Candidate { $number }
contender-add = Add a candidate
contender-remove = Remove
contender-work = { $kernel } { $size } ({ $variant })
contender-wrong = The result of candidate { $number } is wrong, so its time does not count: { $message }
sandbox-failed = The sandboxed frame for your code did not open, so nothing was timed: { $message }
internal-error = This is an error of this page, not of a candidate. Please report it: { $message }
link-unreadable = The code in this link cannot be read, so nothing is compared. Ask for the link again, or use other code: { $message }
link-use-first = Use the code of a first visit
own-count-wrong = These are { $count } candidates; there have to be from { $min } to { $max }, snippets and modules together.
contender-failed = Candidate { $number } failed: { $message }
question = Question
question-which = Which is faster?
question-which-explained = Takes samples until each pair is found to differ or to be the same.
question-at-least = Is it faster by at least …?
question-at-least-explained = Asks of each candidate whether it takes less time than the baseline, candidate 1, by at least that share.
share-same = Same within (%)
share-faster = Faster by (%)
share-same-hint = % of the other time: 0 to { $max }
share-faster-hint = % of the baseline’s time: 0 to { $max }
budget = Time budget (s)
budget-hint = At most; { $min } to { $max }. A first block may take as long again
budget-for-clock = This browser’s timer is so coarse that an answer takes at least { $least } s.
group-settings = Question and time budget
group-settings-which = which is faster; the same within { $share } %
group-settings-at-least = faster by at least { $share } %
group-settings-budget = up to { $budget } s
compare-run = Compare
stop = Stop
go-on = Continue
go-on-explained = Takes more blocks, for as long again. Intervals become narrower, and what they claim still holds.
kept-cannot-go-on = To go on, compare again: the workers of that comparison are gone.
compare-none-yet = Press Compare: the candidates take turns until there is a verdict.
compare-warming-up = Warming up. { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
}, { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
} so far.
compare-sampling = Sampling. { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
}, { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
} so far.
compare-answered = Answered after { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
} with { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
}.
compare-time-is-up = The time was up after { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
} with { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
}.
compare-stopped = Stopped after { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
} with { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
}.
compare-over-void = { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
}, { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
}, none of which counts.
compare-over = { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
}, { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
}.
compare-of-before = These are the results of the comparison before the A/A test.
finding-void = These figures do not count: { $why }.
finding-anyway = Does not count ({ $why }): { $finding }
void-hidden = the page was hidden
void-pressure = measured under CPU pressure
void-frames = the page got few frames
void-offer = “Run anyway” goes on: figures stay grey, nothing counts as proven, and every export says so.
void-anyway = You chose to run anyway: figures are grey, nothing counts as proven, and every export says so.
run-anyway = Run anyway
bars = Time per iteration
bar-fastest = fastest
bar-same = as fast
bar-ahead = ahead so far
finding-unsure-yet = Inconclusive so far: there are too few samples to claim anything.
finding-empty = Nothing can be claimed of { $who }: each takes hardly longer than an empty function, so what differs is the call and not the work.
finding-unsure-over = Inconclusive: the intervals still allow for both answers. Continue, or raise the share that counts as the same.
finding-blind = The timer resolution is too coarse for { $who }: most samples are zero, or all are equal.
finding-fastest = { $who } is faster; { $than } takes { $longer }.
finding-fastest-of = { $who } is fastest; { $than }, the next, takes { $longer }.
finding-same = The same time, within { $within } %: { $who }.
finding-answer-yes = Yes: { $who } takes at least { $share } % less time than { $than }.
finding-answer-no = No: { $who } does not take { $share } % less time than { $than }.
finding-answer-unsure = Inconclusive: { $who } may or may not take { $share } % less time than { $than }.
verdict-faster = faster; no. { $number } takes { $longer }
verdict-slower = slower; takes { $longer }
verdict-same = the same, within { $within } %
verdict-unsure = inconclusive
answer-yes = Yes, { $verdict }
answer-no = No, { $verdict }
verdicts = Verdicts
verdicts-row = Candidate
verdicts-void = Measured under conditions that do not count, so nothing here is proven.
verdicts-note = Each row compares its candidate with those of the columns, by their numbers. All verdicts together are wrong in at most 5 % of comparisons, however often you look.
times = Time per iteration
times-contender = Candidate
times-median = Median (95 % CI)
times-p90 = p90
times-p99 = p99
times-samples = Samples
times-count = { $samples } in { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
}, { $number ->
    [one] one iteration each
   *[other] { $calls } iterations each
}
times-marks = Remarks
time-interval = { $time } ({ $low }–{ $high })
mark-warm-up = { $count ->
    [one] One warm-up sample.
   *[other] { $count } warm-up samples.
}
mark-saturated = The timer resolution is too coarse for it.
mark-short = Samples are shorter than 100 timer steps, so the timer’s resolution widens the interval.
mark-unsettled = Still getting faster after a second of warm-up in { $count ->
    [one] { $count } block
   *[other] { $count } blocks
}.
mark-outliers = { $number ->
    [one] One outlier.
   *[other] { $count } outliers.
}
mark-correlated = Samples resemble the one before (autocorrelation { $figure }); this does not affect blocks.
self-test = A/A test: would this page claim a difference where there is none?
self-test-explained = Compares the first candidate with itself, in the same way, as often as you like. A page that can be trusted claims a difference in at most about 5 % of these comparisons.
self-test-times = Comparisons
self-test-hint = { $min } to { $max }
self-test-run = Run the A/A test
self-test-outcome = A/A test, { $done } of { $wanted } done: a difference was claimed in { $claimed } ({ $percent } %), inconclusive in { $unsure }.
self-test-progress = A/A test, comparison { $number } of { $wanted }: { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
}, { $samples ->
    [one] { $samples } sample
   *[other] { $samples } samples
} so far.

## Compare lab: own code, remarks, exports
what-kernels = Built-in kernels
what-kernels-explained = The kernels of this playground, by variant, engine, place and size.
what-own = Your code
what-own-explained = JavaScript of your own. It runs on your machine only, in workers that reach neither the network nor this page.
own-explained = Each snippet is the body of a function of data and n. Return a value: it is compared between snippets, and keeps the work from dead-code elimination. A link carries the code and starts nothing.
own-set-up = Set-up: function of n, returns data
own-tear-down = Tear-down: function of data and n
own-body = Function of data and n
own-name = Name of the snippet
own-add = Add a snippet
own-parameters = Values of n
own-parameters-hint = Up to { $max }, separated by commas; each gets the time below
own-deadline = Longest iteration (s)
own-set-up-limit = Longest set-up (s)
own-tear-down-limit = Longest tear-down (s)
own-mode = Calls
own-mode-auto = automatic
own-mode-auto-sync = automatic (synchronous)
own-mode-auto-async = automatic (asynchronous)
own-mode-sync = synchronous
own-mode-async = asynchronous, each awaited
own-data = Data
own-data-shared = One set-up per worker
own-data-shared-explained = All calls of a worker work on the same data.
own-data-fresh = Fresh data for every call
own-data-fresh-explained = Set-up and tear-down run for every call, outside its time. For code that changes its data, such as sorting in place.
own-limit-hint = { $min } to { $max }
group-own = Data, tear-down and limits
group-own-shared = one set-up per worker
group-own-fresh = fresh data for every call
group-own-tear-down = with a tear-down
group-own-no-tear-down = no tear-down
group-own-deadline = an iteration is ended after { $deadline } s
own-module = Your own WebAssembly module
own-module-hint = A .wasm file that exports a function and imports nothing. Links do not carry it.
own-module-too-large = The file has { $size } bytes. Choose one of at most { $max }.
own-module-wrong = This cannot be called: { $message }
own-module-start = This module has a start function, which runs when a worker instantiates it, before the function that is called.
own-argument-wrong = “{ $text }” is neither a number nor n
own-export = Function
own-arguments = Arguments (numbers or n)
own-failed-set-up = The set-up of candidate { $number } failed: { $message }
own-failed-tear-down = The tear-down of candidate { $number } failed: { $message }
own-failed-body = Candidate { $number } failed: { $message }
compare-parameter = n = { $value }
mark-differs = The candidates do not do the same: { $one } returned { $one-result }, { $other } returned { $other-result }. Their times are those of different work.
mark-differs-in-detail = { $one } and { $other } return the same content, but not in every detail that code can see: the order of fields or entries, which parts are one object, or attributes of fields.
mark-cannot-compare = Whether { $one } and { $other } return the same cannot be told: what they return holds { $what }. What can be seen of it is the same.
opaque-function = a function
opaque-function-named = the function { $name }
opaque-iterator = an iterator ({ $name }), which would be used up
opaque-private = a { $name } with private fields
opaque-object = a { $name }, which does not tell what it holds
opaque-symbol = a symbol, which no other thread has
opaque-unreadable = something that throws when it is looked at
mark-too-large = What { $who } returns is too large to be compared: it has more than 20 million parts, or takes more than 5 s to look at. Its calls are timed all the same.
mark-changes-data = { $who } changes its data: from the second call on it works on other data than in the first.
mark-changes = { $who } changes what it works on, or draws at random: later calls are not like the first.
mark-changes-results = The first call returned { $first }, a later one { $later }.
mark-changes-trend = A second call on the same data takes { $factor } × as long as one on fresh data.
mark-changes-offer = “Fresh data for every call” times each call on data of its own.
mark-awaits = Each call is awaited: { $who }.
mark-awaits-mixed = Each call is awaited for { $who }, and not for the others. The await alone costs { $time } a call here.
mark-tear-down = The tear-down failed ({ $who }), which changes no figure: { $message }
fresh-data = Compare with fresh data
mark-returns-nothing = { $who } returns nothing, so its result cannot be checked, and dead-code elimination may remove its work.
mark-likely-removed = { $who } takes hardly longer than an empty function: dead-code elimination removed its work, or it is too little to be timed.
mark-shared-thread = { $who } runs on the main thread, which is the same one in every block.
picture-intervals = Time against the baseline
picture-intervals-axis = time relative to { $first }, 95 % CI
picture-spread = Distribution
picture-spread-summary = A histogram for each candidate, of { $count } samples that count.
picture-course = Samples over time
picture-course-summary = { $count } samples in { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
}, { $warm-ups } of them to warm up.
picture-time = time per iteration
picture-values = Time by n
picture-values-summary = The time per iteration at { $count } values of n, a line for each candidate.
export-markdown = Copy as Markdown
export-markdown-done = Copied
export-json = Save as JSON
export-csv = Save samples as CSV
export-against = against { $number }
export-conditions = Measured in { $browser }, { $cores ->
    [one] one core
   *[other] { $cores } cores
}, timer resolution { $step }.

## what is wrong with own code
own-error-out-of-range = { $quantity }: { $value }, which has to be from { $min } to { $max }
own-error-same-name = two snippets are called "{ $name }"
own-error-not-finite = n is { $n }, which has to be a finite number
own-error-no-variant = there is no snippet { $number }: the program has { $count }
own-error-no-export = { $file } exports no function "{ $export }"; it exports { $exports }
own-error-no-exports = { $file } exports no function
own-error-argument-count = { $export } takes { $wanted } arguments, and is given { $given }
own-error-argument-type = argument { $number } of { $export } is { $value }, which is not of type { $wanted } ({ $range })
own-range-i32 = a whole number from { $min } to { $max }
own-range-i64 = a whole number from { $min } to { $max }
own-range-real = a number, NaN, Infinity or -Infinity
own-range-v128 = JavaScript has no value of this type
own-range-none = only numbers can be given
own-error-code = { $part }: { $message }
own-error-code-line = { $part }, line { $line }: { $message }
own-error-code-column = { $part }, line { $line }, column { $column }: { $message }
own-error-quoted = “{ $message }”
own-error-deadline-module = the module was not compiled after { $limit } s
own-error-deadline-start = the module’s start function was ended after { $limit } s, which is what “Longest iteration” allows
own-error-deadline-set-up = it was ended after { $limit } s, which is what “Longest set-up” allows
own-error-deadline-call = a call was ended after { $limit } s, which is what “Longest iteration” allows
own-error-deadline-calls = { $calls } calls in a row were ended after { $waited } s, although earlier ones took far less; “Longest iteration” allows { $limit } s for each
own-error-deadline-tear-down = it was ended after { $limit } s, which is what “Longest tear-down” allows
own-error-deadline-result = looking at its data, or at what it returned, came to no end within { $limit } s; a getter or a proxy in it may be the reason
own-error-ended = the worker has ended
own-error-internal = this is an error of this page; please report it: { $message }
own-sandbox-late = the frame was not ready after { $limit } ms
own-sandbox-status = { $url } could not be fetched (HTTP { $status })
own-sandbox-browser = the browser said: “{ $message }”
own-part-set-up = set-up
own-part-body = the snippet
own-part-tear-down = tear-down
own-part-module = the module
own-part-start = the module’s start function
own-part-result = what it returned
own-quantity-variants = number of snippets
own-quantity-name = characters of name { $number }
own-quantity-set-up = characters of the set-up
own-quantity-tear-down = characters of the tear-down
own-quantity-body = characters of snippet { $number }
own-quantity-module = bytes of the module of snippet { $number }
own-quantity-arguments = arguments of snippet { $number }
own-module-empty = this is no WebAssembly module: the file is empty
own-module-not-wasm = this is no WebAssembly module: its first bytes are { $found }, not 00 61 73 6d 01 00 00 00
own-module-broken = the module is broken at byte { $offset }: “{ $message }”
own-module-component = this is a WebAssembly component, which no browser runs; take the module that it was made of
own-module-no-such-function = the module is broken: it exports “{ $export }”, a function that it does not have
own-module-imports = the module has to run by itself, but wants { $count } imports: { $names }
own-code-extra-brace = this closes a bracket that it does not open
own-code-unclosed = this does not close all that it opens
own-border-no-sign = An i32 of WebAssembly has no sign and JavaScript reads it as signed: “value >>> 0” makes both the same.
own-border-no-sign-big = An i64 of WebAssembly has no sign and JavaScript reads it as signed: “BigInt.asUintN(64, value)” makes both the same.
own-border-wrapped = An i32 of WebAssembly goes round at 2^32, where a number of JavaScript goes on: “value | 0” makes both the same.
own-border-wrapped-big = An i64 of WebAssembly goes round at 2^64, where a BigInt goes on: “BigInt.asIntN(64, value)” makes both the same.
own-border-rounded = An f32 of WebAssembly has about 7 digits, a number of JavaScript about 16: “Math.fround(value)” after each step makes both the same.
own-border-big-int = An i64 of WebAssembly is a BigInt in JavaScript, such as 5n, and no number: return “BigInt(value)”, or an i32 or f64 from the module.
own-border-truncated = An i32 of WebAssembly has no fraction: “Math.trunc(value)” makes both the same.
own-border-not-a-number = An i32 of WebAssembly has no NaN: “value | 0” makes both the same.
own-border-negative-zero = They differ in the sign of zero alone, which whole numbers of WebAssembly do not have: “value + 0” makes 0 of −0.
own-border-truth = WebAssembly has no truth values and gives 1 or 0: “Number(value)” makes both the same.
own-code-unexplained = SyntaxError: this cannot be compiled, and this browser does not say why
own-code-unspeakable = something was thrown that cannot be turned into text
own-code-no-error = it threw, or rejected with, { $value }, which is no Error
