'use strict';
// What Node 20 has and this has not, so that it says so when it is used.

// The names of all modules; the last ones are known with `node:` alone.
const BUILTINS = (
  'assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram ' +
  'diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector ' +
  'inspector/promises module net os path path/posix path/win32 perf_hooks process punycode querystring ' +
  'readline readline/promises repl stream stream/consumers stream/promises stream/web string_decoder sys ' +
  'timers timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib'
).split(' ');
const PREFIXED = 'test test/reporters sea sqlite'.split(' ');

const GLOBALS =
  'Intl TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController ' +
  'WritableStreamDefaultWriter ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ' +
  'ReadableStreamBYOBRequest ReadableByteStreamController ReadableStreamDefaultController ' +
  'ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream ' +
  'DecompressionStream BroadcastChannel MessageChannel MessagePort MessageEvent Blob File Performance ' +
  'PerformanceObserverEntryList PerformanceResourceTiming FormData Request WebAssembly Crypto CryptoKey ' +
  'SubtleCrypto';

// Functions and classes of the modules that are here.
const FUNCTIONS = {
  assert: 'CallTracker',
  async_hooks: 'executionAsyncResource',
  buffer: 'SlowBuffer transcode isUtf8 isAscii Blob resolveObjectURL File',
  console: 'context createTask',
  crypto:
    'checkPrime checkPrimeSync createDiffieHellmanGroup diffieHellman generatePrime generatePrimeSync ' +
    'getCiphers getCipherInfo getCurves getDiffieHellman generateKeySync privateEncrypt publicDecrypt ' +
    'setEngine getFips setFips hash Certificate Cipher Cipheriv Decipher Decipheriv DiffieHellman ' +
    'DiffieHellmanGroup ECDH Hmac KeyObject Sign Verify X509Certificate secureHeapUsed createCipher ' +
    'createDecipher prng pseudoRandomBytes',
  dns:
    'lookupService Resolver getDefaultResultOrder setDefaultResultOrder getServers resolveAny resolveCaa ' +
    'resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt',
  'dns/promises':
    'lookupService Resolver getDefaultResultOrder setDefaultResultOrder setServers getServers resolve6 ' +
    'resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv ' +
    'resolveTxt reverse',
  events: 'EventEmitterAsyncResource',
  fs:
    'fchown fchownSync fchmod fchmodSync fdatasync fdatasyncSync futimes futimesSync lchown lchownSync lutimes ' +
    'lutimesSync openAsBlob readv readvSync statfsSync writevSync FileReadStream FileWriteStream Dir',
  'fs/promises': 'lchmod lchown lutimes',
  http: 'OutgoingMessage ServerResponse validateHeaderName validateHeaderValue setMaxIdleHTTPParsers',
  net:
    'BlockList SocketAddress getDefaultAutoSelectFamily setDefaultAutoSelectFamily ' +
    'getDefaultAutoSelectFamilyAttemptTimeout setDefaultAutoSelectFamilyAttemptTimeout',
  os: 'getPriority setPriority',
  path: 'matchesGlob',
  perf_hooks: 'PerformanceResourceTiming',
  readline: 'emitKeypressEvents',
  'readline/promises': 'Readline',
  stream: 'isDisturbed duplexPair compose setDefaultHighWaterMark',
  'stream/consumers': 'blob',
  timers: 'active unenroll enroll',
  url: 'Url resolveObject domainToASCII domainToUnicode',
  zlib:
    'Deflate Inflate Gzip Gunzip DeflateRaw InflateRaw Unzip BrotliCompress BrotliDecompress unzipSync ' +
    'createUnzip',
};

const isNodes = (name, isPrefixed) => BUILTINS.includes(name) || (isPrefixed && PREFIXED.includes(name));
const isBuiltin = (name) => isNodes(name.replace(/^node:/, ''), name.startsWith('node:'));

function refuse(name) {
  if (PREFIXED.includes(name)) name = `node:${name}`;
  throw new Error(`${name} is not part of this playground's Node`);
}

// Gives a module functions of the names that it lacks. They are not enumerable, as nothing comes of copying them.
function fill(module, target) {
  const names = FUNCTIONS[module];
  if (names === undefined) return;
  for (const name of names.split(' ')) {
    if (name in target) continue;
    const value = function () {
      refuse(`${module}.${name}`);
    };
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

// What stands below an error that ended the program, if a missing global may be its reason.
function hintOf(error) {
  const name = /^(\w+) is not defined$/.exec(error.name === 'ReferenceError' ? error.message : '')?.[1];
  if (name === undefined || !GLOBALS.split(' ').includes(name)) return '';
  return `\n\n${name} is part of Node, but not of this playground's Node.`;
}

module.exports = { BUILTINS, isNodes, isBuiltin, refuse, fill, hintOf };
