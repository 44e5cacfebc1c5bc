# The start page in English.

## What it shows
start-what-happens = The same picture is painted three times: by the main thread, which also has to keep the page alive; then by a worker; then by many threads.
start-leading = In a moment the page freezes. Watch the dot, or press Cancel.
start-threads = { $count } threads
start-picture = A Mandelbrot set, painted by: { $where }
start-in-the-lab = Open this run in the Threads lab: every phase of every thread

## Labs and examples
start-examples = Examples
start-examples-note = Each opens its lab and runs at once.
start-more = More
start-api = The API
start-api-explained = The reference API of a clustered server, to read and to call. It is there where this project’s server serves the page; a static host has none.
start-source = The source
start-source-explained = All of this is one project in Rust. Each kernel’s source is in the Threads lab, too.
card-frames = This page’s frames, now. Longest: { $longest }
card-engines = Fibonacci by recursion in both engines, timed here and now: a tick for each run, and the median
card-event-loop = What a program calls in this order runs in that one: ticks, microtasks, timers, immediates
card-cache = The same twelve accesses in a cache of four: what a read that moves its key is worth
card-database = Queries to read 100 authors with their books: one for each author and one more, two, and one
