// Sends the requests of the page's forms to the server that the page came from, and shows what it answers. Nothing is
// checked here: what the server refuses it explains itself.
'use strict';
(() => {
  const root = document.documentElement;
  // Of a body, so much is shown.
  const SHOWN_CHARACTERS_MAX = 100_000;
  // The mark by which the style shows what needs this script.
  root.dataset.script = '';
  followTheme();

  document.addEventListener('DOMContentLoaded', () => {
    for (const form of document.forms) serve(form);
  });

  // As the app's boot.js does: what was chosen there holds here.
  function followTheme() {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      let chosen = null;
      try {
        chosen = localStorage.getItem('pp-theme');
      } catch {
        // Storage is blocked: the system's preference is the best there is.
      }
      if (chosen !== 'light' && chosen !== 'dark') chosen = system.matches ? 'dark' : 'light';
      root.dataset.theme = chosen;
    };
    apply();
    system.addEventListener('change', apply);
  }

  function serve(form) {
    const stop = form.querySelector('.stop');
    let running = null; // the request that is under way
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      running?.abort();
      const mine = (running = new AbortController());
      stop.hidden = false;
      await send(form, mine.signal);
      if (running === mine) {
        if (document.activeElement === stop) form.querySelector('.primary').focus();
        stop.hidden = true;
      }
    });
    stop.addEventListener('click', () => running.abort());
    form.closest('article').addEventListener('keydown', (event) => {
      if (event.key === 'Escape') running?.abort();
    });
  }

  // What the form asks for.
  function requestOf(form) {
    const { method } = form.dataset;
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = {};
    let body;
    for (const field of form.querySelectorAll('[data-in]')) {
      const { value } = field;
      switch (field.dataset.in) {
        case 'path':
          path = path.replace(`{${field.name}}`, () => encodeURIComponent(value));
          break;
        case 'query':
          // An empty field leaves the parameter away, so that its default counts.
          if (value !== '') query.append(field.name, value);
          break;
        case 'token':
          if (value !== '') headers.Authorization = `Bearer ${value}`;
          break;
        case 'body':
          headers['Content-Type'] = field.dataset.type;
          body = value;
          break;
        case 'file':
          body = field.files[0];
          if (body) headers['Content-Type'] = body.type;
          break;
      }
    }
    const search = query.toString();
    // The page stands in a folder beside the endpoints, wherever a proxy has put both.
    return { method, url: new URL(`..${path}${search && `?${search}`}`, document.baseURI).href, headers, body };
  }

  function curlOf({ method, url, headers, body }) {
    const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
    const parts = ['curl -iN'];
    if (method !== 'GET') parts.push(`-X ${method}`);
    for (const [name, value] of Object.entries(headers)) {
      // A secret does not belong into a line that is passed on.
      parts.push('-H', name === 'Authorization' ? '"Authorization: Bearer $TOKEN"' : quoted(`${name}: ${value}`));
    }
    if (body instanceof File) parts.push('--data-binary', quoted(`@${body.name}`));
    else if (body !== undefined) parts.push('--data-binary', quoted(body));
    return [...parts, quoted(url)].join(' ');
  }

  async function send(form, signal) {
    const article = form.closest('article');
    const status = article.querySelector('.status');
    const place = article.querySelector('.answer');
    const say = (kind, text) => {
      if (signal.aborted && kind !== 'stopped') return;
      status.dataset.kind = kind;
      status.textContent = text;
    };
    const request = requestOf(form);
    const shown = document.getElementById('answer').content.cloneNode(true);
    const parts = { curl: shown.querySelector('.answer__curl'), headers: shown.querySelector('dl'), body: shown.querySelector('pre') };
    showCurl(parts.curl, curlOf(request));
    for (const image of place.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    place.replaceChildren(shown);
    say('', 'Waiting for the response…');
    const begun = performance.now();
    const time = () => `${(performance.now() - begun).toFixed(1)} ms`;
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body,
        cache: 'no-store',
        signal,
      });
      const title = `${response.status} ${response.statusText}`.trim();
      const kind = response.ok ? 'good' : 'bad';
      say(kind, `${title} · first byte after ${time()}, receiving…`);
      showHeaders(parts.headers, response.headers);
      const bytes = await showBody(parts.body, response);
      say(kind, `${title} · ${time()} · ${bytes.toLocaleString('en')} bytes`);
    } catch (error) {
      if (signal.aborted) {
        // Another request of the same form has the place by now.
        if (parts.body.isConnected) say('stopped', `Stopped after ${time()}`);
      } else {
        say('bad', `No response after ${time()}: ${error.message}`);
      }
    }
    if (parts.body.textContent === '') parts.body.remove();
  }

  function showCurl(place, text) {
    place.querySelector('code').textContent = text;
    const copy = place.querySelector('.copy');
    // Only a secure page may write to the clipboard; the text can be selected anyhow.
    if (!navigator.clipboard) copy.remove();
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text);
      copy.textContent = 'Copied';
    });
  }

  function showHeaders(place, headers) {
    for (const [name, value] of headers) {
      const term = document.createElement('dt');
      term.textContent = name;
      const meaning = document.createElement('dd');
      meaning.textContent = value;
      place.append(term, meaning);
    }
  }

  // Shows the body, and says how many bytes it had.
  async function showBody(place, response) {
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('image/')) {
      const blob = await response.blob();
      const image = document.createElement('img');
      image.alt = 'The picture of the response';
      image.src = URL.createObjectURL(blob);
      place.replaceWith(image);
      return blob.size;
    }
    const isStream = type.startsWith('text/event-stream');
    const decoder = new TextDecoder();
    let bytes = 0;
    let text = '';
    const reader = response.body?.getReader();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) break;
      bytes += value.length;
      text += decoder.decode(value, { stream: true });
      if (isStream) {
        // It has no end: the newest is what counts.
        text = text.slice(-SHOWN_CHARACTERS_MAX);
        place.textContent = text;
        place.scrollTop = place.scrollHeight;
      }
    }
    if (!isStream) place.textContent = shortened(type.includes('json') ? indented(text) : text);
    return bytes;
  }

  function indented(text) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }

  function shortened(text) {
    const left = text.length - SHOWN_CHARACTERS_MAX;
    return left > 0 ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}\n… and ${left.toLocaleString('en')} more characters` : text;
  }
})();
