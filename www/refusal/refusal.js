// Says why the playground does not run here, in words that every browser can show: in the language of the oldest.
(function () {
  'use strict';

  var root = document.documentElement;
  var isIndonesian = /^id\b/i.test(navigator.language || '');

  function say() {
    var loading = document.getElementById('loading');
    if (root.hasAttribute('data-missing')) {
      if (loading) loading.textContent = missing();
      return;
    }
    var reason = document.getElementById('unsupported-reason');
    var message = document.getElementById('unsupported');
    if (reason) {
      reason.setAttribute('lang', isIndonesian ? 'id' : 'en');
      reason.textContent = why(root.getAttribute('data-unsupported'));
    }
    if (message) message.removeAttribute('hidden');
    // Nothing is on its way any more.
    if (loading) loading.parentNode.removeChild(loading);
  }

  function missing() {
    return isIndonesian
      ? 'Sebagian berkas halaman ini tidak dapat dimuat. Muat ulang halaman.'
      : 'A file of this page could not be loaded. Reload the page.';
  }

  // By what `boot.js` calls it.
  function why(feature) {
    if (feature === 'WebAssembly (switched off)') return switchedOff();
    if (feature === 'an origin') return opaque();
    // SIMD decides for Chrome, Edge and Safari, modules in workers for Firefox.
    return isIndonesian
      ? 'Peramban ini belum memiliki ' + feature + '. Gunakan Chrome atau Edge 91, Firefox 114, Safari 16.4, atau versi yang lebih baru.'
      : 'This browser lacks ' + feature + '. Use Chrome or Edge 91, Firefox 114, Safari 16.4, or a later version of one of these.';
  }

  function switchedOff() {
    return isIndonesian
      ? 'WebAssembly dimatikan di peramban ini. Di Firefox, about:config menunjukkannya pada javascript.options.wasm (juga dimatikan oleh Tor Browser pada tingkat keamanan tinggi); di peramban lain, lihat mode aman atau kebijakan perusahaan. Nyalakan untuk situs ini, lalu muat ulang halaman.'
      : 'WebAssembly is switched off in this browser. Firefox shows it in about:config as javascript.options.wasm (Tor Browser switches it off at its higher security levels); in other browsers, look for a secure mode or a company policy. Switch it on for this site, then reload the page.';
  }

  function opaque() {
    if (window.location.protocol === 'file:') {
      return isIndonesian
        ? 'Halaman ini dibuka dari berkas, dan peramban tidak memuat modul dari berkas. Sajikan lewat server HTTP.'
        : 'This page was opened from a file, and browsers load no modules from files. Serve it over HTTP.';
    }
    return isIndonesian
      ? 'Halaman ini ditampilkan dalam bingkai (atribut sandbox tanpa allow-same-origin) yang memisahkannya dari situsnya sendiri, sehingga modul dan worker-nya tidak dapat dimuat. Buka di tab tersendiri.'
      : 'This page is shown in a frame that keeps it apart from its own site (its sandbox lacks allow-same-origin), so its modules and workers cannot be loaded. Open it in a tab of its own.';
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', say);
  else say();
})();
