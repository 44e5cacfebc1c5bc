# The Database lab in English.

## Form
database-controls = What to read
database-books = Books in the library
database-books-hint = { $min } to { $max }; a tenth as many authors
database-round-trip = Round trip to the database (modelled)
database-round-trip-hint = 0 is a database in the same process; 0.5 ms the same data centre; 10 ms the same country

## Bar
database-run = Run
database-cancel = Cancel
database-none-yet = Press Run: every pattern does the same on SQLite in a worker.
database-opening = Fetching SQLite and starting its worker …
database-loading = Inserting rows: { $rows } of { $all }
database-reading = Reading: { $done } of { $all } runs
database-executing = Executing …
database-cancelled = Cancelled.
database-different = The patterns gave different rows, which is a fault of this page. No figure counts.
database-failed = The database did not answer: { $reason }
database-refused = The database refused: { $reason }
database-finding = With a round trip of { $wire }, { $slow } takes { $slow_took } for { $items } { $unit } ({ $slow_queries } queries): { $factor } as long as { $fast }, which takes { $fast_took } (queries: { $fast_queries }).

## Results
database-scoreboard = Time by pattern
database-empty = Lanes, queries and times appear here.
database-pattern = Pattern
database-queries = Queries
database-rows = Rows
database-bytes = Bytes
database-steps = Virtual-machine steps
database-full-scan = Full-scan steps
database-measured = database and decoding (measured)
database-modelled = wire (modelled)
database-note = Each pattern ran { $rounds } times, in turns; the run of median duration counts. All gave the same rows, checked by a digest. SQLite { $version } runs in this browser, where no query travels: the wire is modelled as queries × round trip.
database-lanes = What waits for what, to one scale of time
database-lanes-summary = For each pattern, when application, wire and database are busy. Hatched is modelled, solid is measured.
database-curves = Total by round trip (modelled from measured runs)
database-curves-summary = How long each pattern takes, by the length of a round trip.
database-curves-x = Round trip
database-curves-y = Total
database-here = here
database-break-evens = Break-even

pattern-n-plus-one = N+1
pattern-in-batches = IN batch
pattern-join = join
lane-application = app
lane-wire = wire
lane-database = DB
activity-request = request on its way (modelled)
activity-service = prepare and step (measured)
activity-answer = answer on its way (modelled)
activity-decode = decode rows (measured)
break-even-same = { $first } and { $second } take equally long at any round trip.
break-even-always = { $first } is faster than { $second } at any round trip.
break-even-never = { $first } is slower than { $second } at any round trip.
break-even-from = { $first } is faster than { $second } from a round trip of { $at } on.
break-even-until = { $first } is faster than { $second } up to a round trip of { $at }.

card-database = Queries to read 100 authors with their books: one for each author and one more, two, and one
database-lanes-axis = Time since the first query
database-lanes-cut = { $count } more queries are not drawn.
database-no-api = The API gave no answer: { $reason }. “cargo xtask serve” starts one; a static host has none.

## Form, continued
database-task = Task
database-n = Size: { $unit }
database-n-hint = { $min } to { $max }; of less data all
task-authors-with-books = Authors with their books
task-orders-of-users = Users’ orders: index or none
task-point-reads = Books by id: prepared or not
task-inserts = Insert orders
task-pages = Page through orders
task-columns = A list: all columns or few
unit-authors = authors
unit-users = users
unit-reads = reads
unit-orders = orders
unit-books = books
trips = Round trips
trips-modelled = modelled
trips-modelled-hint = No query travels. The wire’s time is computed from the number of queries and the round trip above.
trips-messages = taken by messages
trips-messages-hint = Besides, the page itself sends each query to the worker as a message and waits for its rows: a real round trip between two threads.
trips-http = taken by the API
trips-http-hint = Besides, the API of this server reads its own SQLite, and waits the round trip above (in whole milliseconds, at most 20) at each statement.
trips-refused = only for authors with their books
wire = Wire
wire-says = jitter { $percent } %, any bandwidth
wire-says-bandwidth = jitter { $percent } %, { $megabits } Mbit/s
database-jitter = Jitter, in % of a round trip (modelled)
database-jitter-hint = 0 to 100; drawn in the lanes, its mean is none
database-bandwidth = Bandwidth, in Mbit/s (modelled)
database-bandwidth-hint = 1 to 100,000; empty is unlimited
library = Library
library-says = { $books } books, { $rows } rows
database-skew = Skew of books over authors (Zipf’s exponent)
database-skew-hint = 0 to 2 in steps of 0.25; 0 is even
database-seed = Seed
database-seed-hint = { $min } to { $max }
database-batch = Rows in a batch
database-batch-hint = { $min } to { $max }

## Results, continued
standing = queries: { $queries } · { $factor }
standing-baseline = queries: { $queries } · baseline
pattern-measured = { $pattern }, measured
database-sizes = Total by size, at a round trip of { $at }
database-sizes-summary = How long each pattern takes by size: measured without a wire, and modelled with it.
database-break-even-sizes = Break-even size, at a round trip of { $at }
break-even-size-same = { $first } and { $second } take equally long.
break-even-size-always = { $first } is faster than { $second } at every size measured.
break-even-size-never = { $first } is slower than { $second } at every size measured.
break-even-size-from = { $first } is faster than { $second } from { $at } on.
break-even-size-until = { $first } is faster than { $second } up to { $at }.
database-work = Work behind it
database-prepare = Prepare
database-step = Step
database-decode = Decode
database-sorts = Sorts
database-automatic = Rows of automatic indexes
database-real = Round trips taken
database-real-total = Total (measured)
database-real-trip = Mean round trip
database-real-modelled = Total (modelled with it)
database-real-messages = Each query was a message to the worker, sent after the rows of the one before had come; results over 2,000 rows take one more message for each 2,000. The mean round trip is what is left of the total without the database’s work and decoding.
database-real-http = The API did this on its own SQLite, by its own library, and waited the round trip at each statement; its batches are one list.
database-why = Why: statements and their plans
database-plans = Two plans side by side
plan-first = First plan
plan-second = Second plan
plan-only-first = Only in the first
plan-only-second = Only in the second
plan-both = In both
plan-none = nothing
detector-n-plus-one = N+1: this query ran { $times } times, after one that gave { $rows } rows.
detector-reads = Repeated: this query ran { $times } times, with another value each time.
detector-inserts = Repeated: this insert ran { $times } times, each in a transaction of its own.
detector-inserts-in-transaction = Repeated: this insert ran { $times } times in one transaction.
detector-join = One query that replaces both:
detector-batch = One query with a list of values replaces it:
detector-chunk = One insert of several rows replaces it:
detector-transaction = A transaction around them saves most of it:
pattern-json-aggregation = JSON
pattern-without-index = no index
pattern-with-index = index
pattern-re-parsed = re-parsed
pattern-prepared = prepared
pattern-insert-singly = singly
pattern-insert-in-transaction = transaction
pattern-insert-prepared = prepared
pattern-insert-in-chunks = chunks
pattern-offset = OFFSET
pattern-keyset = keyset
pattern-all-columns = all columns
pattern-few-columns = few columns

## Panel: console
database-console = SQL console: your own statements

## Panel: storage
database-storage = Your database: storage, import, export

## Panel: dashboard
database-dashboard = Statistics, slow queries, result cache

## Panel: transactions
database-transactions = Transactions: two connections that conflict

## Panel: pool
database-pool = Connection pool (modelled)
