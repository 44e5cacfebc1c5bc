# Perf Playground in English. Each text stands in every catalogue under the same name.

## Shell
skip = Skip to the lab
what-it-is = See on your own machine what blocks a page, and what un-blocks it.
labs = Labs
glossary = Glossary
glossary-what = The words on these pages, and what they mean.
language = Language
theme-dark = Dark theme
theme-light = Light theme
present = Present
keys = Keys
privacy = Nothing leaves this page: everything runs on your own machine, and no result is sent anywhere.
build = build { $id }
offline-ready = This page and what you have opened work offline
offline-all-ready = All labs work offline
offline-all-store = Make all labs available offline ({ $size } MB)
offline-all-storing = Storing all labs, { $size } MB left
offline-all-failed-quota = The browser has no room left to store all labs. Free some space, then try again.
offline-all-failed-network = Not all labs could be fetched. Check the connection, reload the page, then try again.
offline-all-failed-storage = This browser stores nothing for this site (a private window, perhaps). Allow site data, then try again.
offline-caching = storing itself for offline use
offline-failed = could not be stored for offline use
offline-none = not stored for offline use
storage-refused = This browser refuses storage to this site: what you enter and measure is gone with the page, nothing works offline, and a worker that ends without a word is noticed only when its time is up or you press Cancel.
not-found = There is no such lab. Choose one above.
fault = Something in this lab failed. Reload the page to continue.

## What the browser gives
isolated = ● isolated
isolated-explained = This page is cross-origin isolated: its threads may use shared memory, and its timer has the finest resolution that the browser offers.
isolation-reloading = ○ reloading to become isolated
not-isolated = ○ not isolated
not-isolated-explained = Everything works except shared memory, and the timer resolution is coarser.
isolation-no-service-worker = This host sends no isolation headers, and this browser has no service worker that could add them (a private window, perhaps).
isolation-insecure = The page was not served securely: open it over https, or from localhost.
isolation-reload-failed = The service worker could not isolate the page. Close all its tabs and open it again.
isolation-reload-needed = Reload the page once to isolate it.
isolation-starting = The service worker that isolates the page is starting.
cores = { $count ->
    [one] { $count } core
   *[other] { $count } cores
}
clock-step = timer { $step } µs
clock-explained = Timer resolution: the smallest step that performance.now() was just seen to take. No time on this page is finer than that.

## Figures
duration-s = { $value } s
duration-ms = { $value } ms
duration-us = { $value } µs
duration-ns = { $value } ns
no-figure = –
below-step = < { $step }

## Pictures
code-coming = Fetching this part of the page…
code-missing = This part of the page could not be fetched. If you are offline, it has not been stored yet: go online, then press Run or open it again.

## Signs of life
type-here = type here…
type-here-label = A field to type in while the computation runs
liveliness-note = The dot and the field live on the main thread. They freeze when it does.
frame-count = frame { $count }

## The start page’s button
start-freeze = Freeze this page
start-cancel = Cancel
start-measuring = Measuring how fast this machine is…
start-forecast = The page will stand still for about { $seconds } s. Watch the dot, and try to type.
