// Runs first on every page, before the app is asked for: looks whether this browser can run it at all, sets the theme
// before anything is painted, and gets threads and offline use where the host alone does not give them (see sw.js).
//
// ES5 syntax and nothing that a browser of 2012 lacks before the capability check: a browser that is too old must come
// far enough to say so. What it finds out is written to `data-*` attributes of <html>, and the event `pp-boot-change` on
// `document` tells of each change.
(function () {
  'use strict';

  var RELOAD_FLAG = 'pp-isolation-reload';
  var THEME_KEY = 'pp-theme';
  // A page that jumps long after it was opened startles whoever reads it. From then on it only offers the reload.
  var RELOAD_DELAY_MS_MAX = 10000;
  // Whatever keeps the page from being painted, or its browser from saying so: the app waits no longer.
  var PAINT_MS_MAX = 1000;
  // Until what the browser has but refuses must have said so: a lock that nobody else holds is granted at once.
  var LOCK_MS_MAX = 2000;
  // A service worker that is not active by then is not waited for: its installation failed, or never ends.
  var WORKER_MS_MAX = 30000;
  var TAKE_OVER_STEP_MS = 500;
  var TAKE_OVER_TRIES_MAX = 20;

  // Reasons why the playground cannot run here that are no lack of the browser's.
  var SWITCHED_OFF = 'WebAssembly (switched off)';
  var OPAQUE = 'an origin';

  var root = document.documentElement;
  var folder = document.currentScript ? document.currentScript.src.replace(/[^/]*$/, '') : '';
  var isTold = false;
  var meta = document.querySelector('meta[name="build-id"]');
  var buildId = meta ? meta.getAttribute('content') : '';

  followTheme();
  var lacking = isOpaque() ? OPAQUE : firstLackingFeature();
  if (lacking) {
    sayUnsupported(lacking);
    return;
  }
  window.ppPainted = painted().then(fetchWhatFollows);
  holdBuildLock();

  var touched = false; // a key or pointer was pressed: what the person began must not vanish in a reload
  var loaded = false;
  var askedForUpdate = false;
  var registration = null; // a promise, made once

  setState('offline', '');
  seekIsolation();
  window.addEventListener('load', function () {
    loaded = true;
    // Where the headers are sent nothing waits for the worker: it is first asked for here, after the first paint.
    if (root.dataset.isolation !== 'reloading') fillCache();
  });

  // --- theme ---------------------------------------------------------------------------------------------------------

  function followTheme() {
    var system = window.matchMedia ? window.matchMedia('(prefers-color-scheme: dark)') : null;
    function apply() {
      var stored = null;
      try {
        stored = window.localStorage.getItem(THEME_KEY);
      } catch (_) {
        // Storage is blocked: the system's preference is the best there is.
      }
      if (stored !== 'light' && stored !== 'dark') stored = system && system.matches ? 'dark' : 'light';
      root.setAttribute('data-theme', stored);
    }
    apply();
    if (system && system.addEventListener) system.addEventListener('change', apply);
  }

  // --- can it run here? ----------------------------------------------------------------------------------------------

  // A page without an origin of its own, as in a frame with `sandbox` or from a disk, may fetch neither modules nor workers,
  // and whatever it asks of storage throws.
  function isOpaque() {
    return window.origin === 'null';
  }

  function firstLackingFeature() {
    if (typeof WebAssembly !== 'object' || typeof WebAssembly.validate !== 'function') return lackingWebAssembly();
    if (!WebAssembly.validate(simdModule())) return 'WebAssembly SIMD';
    if (typeof BigInt !== 'function') return 'BigInt';
    if (!hasModuleWorkers()) return 'JavaScript modules in workers';
    return '';
  }

  // A browser that has what came to browsers long after WebAssembly has that too, unless it is switched off: such a browser
  // is not to be replaced by a later version.
  function lackingWebAssembly() {
    return typeof Array.prototype.at === 'function' ? SWITCHED_OFF : 'WebAssembly';
  }

  // The smallest module that needs SIMD: () -> v128, a zero splat over 16 lanes.
  function simdModule() {
    return new Uint8Array([
      0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version 1
      0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, //       types: one function without parameters that gives a v128
      0x03, 0x02, 0x01, 0x00, //                         functions: one of that type
      0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b // code: i32.const 0, i8x16.splat, end
    ]);
  }

  // The options are read before the address is parsed, and this address cannot be: so a browser that knows the option
  // `type` shows it, and no worker is started, nothing is fetched and no policy complains.
  function hasModuleWorkers() {
    var asked = false;
    var options = {
      get type() {
        asked = true;
        return 'module';
      }
    };
    try {
      new Worker('http://:', options).terminate();
    } catch (_) {
      // Expected: the address is invalid.
    }
    return asked;
  }

  function sayUnsupported(feature) {
    root.setAttribute('data-unsupported', feature);
    tellWhy();
  }

  // The words stand in a script of their own, which nobody waits for who can use the page.
  function tellWhy() {
    if (isTold) return;
    isTold = true;
    var script = document.createElement('script');
    script.src = folder + 'refusal/refusal.js';
    document.head.appendChild(script);
  }

  // A file that does not come leaves the page waiting for it: then it says so. What fails later says so itself.
  window.addEventListener('error', function (event) {
    if (event.target && event.target.tagName === 'SCRIPT' && !root.hasAttribute('data-app')) sayMissing();
  }, true);
  window.addEventListener('unhandledrejection', function () {
    if (!root.hasAttribute('data-app')) sayMissing();
  });

  function sayMissing() {
    root.setAttribute('data-missing', '');
    tellWhy();
  }

  // --- first paint ---------------------------------------------------------------------------------------------------

  // Resolves once the page's own text has been painted. The app is fetched and started then: on a slow network it would
  // take its way from what is painted (xtask/src/site/paint.rs).
  function painted() {
    return new Promise(function (resolve) {
      // A page in the background is painted when somebody looks at it, and shall be ready then.
      if (document.visibilityState !== 'visible' || !window.PerformanceObserver) {
        resolve();
        return;
      }
      window.setTimeout(resolve, PAINT_MS_MAX);
      new PerformanceObserver(function (list) {
        if (list.getEntriesByName('first-contentful-paint').length) resolve();
      }).observe({ type: 'paint', buffered: true });
    });
  }

  function fetchWhatFollows() {
    var links = document.querySelectorAll('link[data-rel]');
    for (var index = 0; index < links.length; index += 1) links[index].rel = links[index].getAttribute('data-rel');
  }

  // --- state that the app reads --------------------------------------------------------------------------------------

  function setState(name, value) {
    if (root.dataset[name] === value) return;
    root.dataset[name] = value;
    document.dispatchEvent(new Event('pp-boot-change'));
  }

  function setIsolation(value, reason) {
    if (root.dataset.isolation === value && root.dataset.isolationReason === reason) return;
    root.dataset.isolation = value;
    root.dataset.isolationReason = reason;
    document.dispatchEvent(new Event('pp-boot-change'));
  }

  // --- keeping this version's files ----------------------------------------------------------------------------------

  // As long as a page of a build lives, the worker keeps that build's cache: a deploy takes the old files off the host,
  // and this page may not have asked for all of them yet.
  function holdBuildLock() {
    if (!navigator.locks || !buildId) return;
    // Storage that is refused takes locks along: `request` rejects, or never answers. Workers start without one then.
    var late = window.setTimeout(refused, LOCK_MS_MAX);
    function refused() {
      setState('storage', 'refused');
    }
    try {
      navigator.locks.request('pp-build-' + buildId, { mode: 'shared' }, function () {
        window.clearTimeout(late);
        setState('storage', '');
        return new Promise(function () {});
      }).catch(refused);
    } catch (_) {
      refused();
    }
  }

  // --- isolation -----------------------------------------------------------------------------------------------------

  // `reloading` stands from the moment a reload is planned; where it does not come, `none` and the reason follow.
  function seekIsolation() {
    if (window.crossOriginIsolated) {
      setIsolation('isolated', '');
      return;
    }
    if (!window.isSecureContext) {
      setIsolation('none', 'insecure-context');
      return;
    }
    if (!serviceWorkers()) {
      setIsolation('none', 'no-service-worker');
      return;
    }
    if (isFlagUp()) setIsolation('none', 'reload-did-not-help');
    else planReload();

    registerWorker().then(reloadOnce, ignore);
  }

  function planReload() {
    setIsolation('reloading', '');
    function onPress() {
      touched = true;
      leaveReloadToPerson();
    }
    window.addEventListener('keydown', onPress, true);
    window.addEventListener('pointerdown', onPress, true);
    window.setTimeout(leaveReloadToPerson, RELOAD_DELAY_MS_MAX);
  }

  function leaveReloadToPerson() {
    if (root.dataset.isolation !== 'reloading') return;
    setIsolation('none', 'reload-needed');
    // At `load` it was put off, because a reload was to come.
    if (loaded) fillCache();
  }

  // An active worker answers the next navigation, whether or not it controls this page yet.
  function reloadOnce() {
    if (root.dataset.isolation !== 'reloading' || touched) return;
    // Without a flag that holds nothing could stop the second reload, so then there is no first one.
    if (raiseFlag()) window.location.reload();
    else leaveReloadToPerson();
  }

  function isFlagUp() {
    try {
      return window.sessionStorage.getItem(RELOAD_FLAG) !== null;
    } catch (_) {
      return false; // Then it cannot be raised either.
    }
  }

  // It stays up as long as the tab lives, so that nothing can make a loop.
  function raiseFlag() {
    try {
      window.sessionStorage.setItem(RELOAD_FLAG, '1');
      return true;
    } catch (_) {
      return false;
    }
  }

  // --- service worker and offline use --------------------------------------------------------------------------------

  // Where storage is blocked, to look is enough for some browsers to throw.
  function serviceWorkers() {
    try {
      return navigator.serviceWorker;
    } catch (_) {
      return undefined;
    }
  }

  // Resolves with the registration once a worker is active. Rejects where there can be none (blocked storage, no sw.js).
  function registerWorker() {
    if (registration) return registration;
    var container = serviceWorkers();
    if (!window.isSecureContext || !container) {
      registration = Promise.reject(new Error('no service worker here'));
    } else {
      // Under the base folder of the site, on every route and under any sub-path.
      registration = Promise.race([
        container.register(new URL('sw.js', document.baseURI).href).then(function () {
          return container.ready;
        }),
        // A worker that is never installed leaves `ready` waiting for ever.
        new Promise(function (_, reject) {
          window.setTimeout(reject, WORKER_MS_MAX, new Error('no service worker in time'));
        })
      ]);
    }
    registration.catch(function () {
      if (root.dataset.isolation !== 'isolated' && root.dataset.isolationReason !== 'insecure-context') {
        setIsolation('none', 'no-service-worker');
      }
      setState('offline', '');
    });
    return registration;
  }

  // Asks the active worker to store its build. Not earlier than `load`: what the person waits for goes first.
  function fillCache() {
    registerWorker().then(function (site) {
      if (root.dataset.offline !== 'ready') setState('offline', 'caching');
      site.active.postMessage({ type: 'precache', opened: openedFiles() });
    }, ignore);
  }

  // The footer's button asks for it (src/offline.rs).
  document.addEventListener('pp-store-all', function () {
    setState('offlineAll', 'storing');
    registerWorker().then(function (site) {
      site.active.postMessage({ type: 'store-all' });
    }, function () {
      setState('offlineAll', 'failed-storage');
    });
  });

  function followStoring(told) {
    if (told.missingBytes !== undefined) setState('offlineMissing', String(told.missingBytes));
    if (told.type === 'storing') setState('offlineAll', 'storing');
    if (told.type === 'stored') setState('offlineAll', told.ok ? 'stored' : 'failed-' + told.reason);
  }

  // What this page has fetched so far: on the first visit the worker has not seen it.
  function openedFiles() {
    return performance.getEntriesByType('resource').map(function (entry) {
      return entry.name;
    });
  }

  // A new worker takes over by itself, except that Chromium forgets about it for good when the old one is given work (a
  // message, a file to fetch) just as it is to be replaced. So it is reminded.
  function letTakeOver(site, triesLeft) {
    if (site.waiting) site.waiting.postMessage({ type: 'take-over' });
    if ((site.waiting || site.installing) && triesLeft > 0) window.setTimeout(letTakeOver, TAKE_OVER_STEP_MS, site, triesLeft - 1);
  }

  function ignore() {
    // Nothing more to do: what it means for the page is in its state already.
  }

  if (serviceWorkers()) {
    serviceWorkers().addEventListener('message', function (event) {
      if (!event.data) return;
      if (event.data.buildId === buildId) followStoring(event.data);
      if (event.data.type !== 'precached') return;
      if (event.data.buildId === buildId) {
        setState('offline', event.data.ok ? 'ready' : 'failed');
      } else if (!askedForUpdate) {
        // The worker is older than this page (or newer, then this finds nothing): its own build's worker is looked for
        // now and not when the browser next thinks of it.
        askedForUpdate = true;
        registerWorker().then(function (site) {
          return site.update().then(function () {
            letTakeOver(site, TAKE_OVER_TRIES_MAX);
          });
        }).catch(ignore); // Offline by now: the next visit asks again.
      }
    });
    // Another build's worker took over while this page is open.
    serviceWorkers().addEventListener('controllerchange', function () {
      if (loaded && root.dataset.isolation !== 'reloading') fillCache();
    });
  }
})();
