// Digests of values, so that the results of two workers, which share no memory, can be compared: values whose content is
// the same have the same digest, and others do not. What is looked at is what the language can observe: own fields of
// every kind, the prototype, and what built-in objects hold, asked for by their own methods.
//
// - `content` leaves out what few comparisons of values look at, which is in `detail`: the order of fields and of the
//   entries of maps and sets, which parts are one and the same object, and the attributes of fields.
// - What cannot be seen into (functions, iterators, private fields, most objects of the browser) is named in `opaque`:
//   two values with the same digests are not known to be the same then.
// - A part that is met again costs nothing. Of what leads back to itself it counts where it does so (Tarjan's strongly
//   connected components; within one, references are relative to where they stand).
//
// Everything of the language that this needs it takes hold of before the reader's code runs, which may put something else
// in its place. So nothing here may call a method of a value, use an iterator, or write where nothing was.
function digester() {
  'use strict';

  // A value of more parts is not looked at to its end, nor is one that takes longer.
  const PARTS_MAX = 20_000_000;
  // How many parts are looked at between two looks at the clock.
  const PARTS_A_LOOK = 4_096;
  // From so many elements on, a typed array is not searched for fields of other names: that makes a list of all.
  const NAMED_ELEMENTS_MAX = 1 << 20;
  // How much of a value is shown, and how deep.
  const SHOWN_CHARACTERS_MAX = 400;
  const SHOWN_DEPTH_MAX = 40;
  // What is shown of a value of more characters.
  const CUT_CHARACTERS = 80;

  const { bind, call } = Function.prototype;
  const uncurried = bind.bind(call);
  const { getPrototypeOf, getOwnPropertyDescriptor, ownKeys, isExtensible } = Reflect;
  const getterOf = (of, key) => uncurried(getOwnPropertyDescriptor(of, key).get);
  const { isArray } = Array;
  const { iterator: iteratorKey } = Symbol;
  const { imul } = Math;
  const { is, setPrototypeOf } = Object;
  const now = performance.now.bind(performance);
  const hasOwn = uncurried(Object.prototype.hasOwnProperty);
  const tagOf = uncurried(Object.prototype.toString);
  const functionText = uncurried(Function.prototype.toString);
  const charCodeAt = uncurried(String.prototype.charCodeAt);
  const slice = uncurried(String.prototype.slice);
  const includes = uncurried(String.prototype.includes);
  const bigText = uncurried(BigInt.prototype.toString);
  const keyFor = Symbol.keyFor;
  const description = getterOf(Symbol.prototype, 'description');
  const sort = uncurried(Array.prototype.sort);
  const quote = JSON.stringify;
  const MapOf = Map;
  const mapGet = uncurried(Map.prototype.get);
  const mapSet = uncurried(Map.prototype.set);
  const mapEach = uncurried(Map.prototype.forEach);
  const setEach = uncurried(Set.prototype.forEach);
  const dateTime = uncurried(Date.prototype.getTime);
  const BytesOf = Uint8Array;
  const WordsOf = Uint32Array;
  const bytesSlice = uncurried(Uint8Array.prototype.slice);
  const typedPrototype = getPrototypeOf(Uint8Array.prototype);
  const typedName = getterOf(typedPrototype, Symbol.toStringTag);
  const typedLength = getterOf(typedPrototype, 'length');
  const typedOffset = getterOf(typedPrototype, 'byteOffset');
  const typedBytes = getterOf(typedPrototype, 'byteLength');
  const typedBuffer = getterOf(typedPrototype, 'buffer');
  const viewBuffer = getterOf(DataView.prototype, 'buffer');
  const viewOffset = getterOf(DataView.prototype, 'byteOffset');
  const viewBytes = getterOf(DataView.prototype, 'byteLength');
  const arrayBufferBytes = getterOf(ArrayBuffer.prototype, 'byteLength');
  const sharedBytes =
    typeof SharedArrayBuffer === 'function' ? getterOf(SharedArrayBuffer.prototype, 'byteLength') : undefined;

  // A list that nobody else has a hand in: what is written into it goes nowhere else.
  const list = () => setPrototypeOf([], null);

  // The built-in objects that are known, by their prototypes: what they are called, and what reads what they hold. It
  // gives nothing of an object that only has the prototype.
  const brands = new MapOf();
  const learn = (constructor, kind, read) => {
    if (typeof constructor !== 'function') return;
    mapSet(brands, constructor.prototype, { name: constructor.name, kind, read });
  };
  learn(Object, 'plain');
  learn(Array, 'array');
  learn(Map, 'map');
  learn(Set, 'set');
  learn(Date, 'text', (value) => `${dateTime(value)}`);
  const source = getterOf(RegExp.prototype, 'source');
  // By its own flags: `flags` itself asks the others, which may be anyone's.
  const flags = ['hasIndices', 'global', 'ignoreCase', 'multiline', 'dotAll', 'unicode', 'unicodeSets', 'sticky']
    .filter((flag) => hasOwn(RegExp.prototype, flag))
    .map((flag) => ({ name: flag, get: getterOf(RegExp.prototype, flag), rest: null }))
    .reduceRight((rest, flag) => ({ ...flag, rest }), null);
  learn(RegExp, 'text', (value) => {
    let text = `/${source(value)}/`;
    for (let flag = flags; flag; flag = flag.rest) if (flag.get(value)) text += ` ${flag.name}`;
    return text;
  });
  for (const boxed of [Number, String, Boolean, Symbol, BigInt]) {
    learn(boxed, 'boxed', uncurried(boxed.prototype.valueOf));
  }
  const errors = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
  for (const error of errors) learn(error, 'error');
  learn(globalThis.AggregateError, 'error');
  learn(ArrayBuffer, 'buffer', (value) => ({ buffer: value, offset: 0, length: arrayBufferBytes(value) }));
  if (sharedBytes) {
    learn(SharedArrayBuffer, 'buffer', (value) => ({ buffer: value, offset: 0, length: sharedBytes(value) }));
  }
  learn(DataView, 'buffer', (value) => {
    return { buffer: viewBuffer(value), offset: viewOffset(value), length: viewBytes(value) };
  });
  mapSet(brands, typedPrototype, { name: 'TypedArray', kind: 'typed' });
  const typed = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ];
  for (const one of typed) learn(one, 'typed');
  learn(globalThis.Float16Array, 'typed');
  for (const weak of ['WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Promise', 'Proxy']) {
    if (globalThis[weak]?.prototype) learn(globalThis[weak], 'opaque');
  }
  for (const iterator of [[][Symbol.iterator](), (async function* () {})()]) {
    // That of all iterators is the last but one of the chain.
    let prototype = getPrototypeOf(iterator);
    while (getPrototypeOf(prototype) !== Object.prototype) prototype = getPrototypeOf(prototype);
    mapSet(brands, prototype, { name: 'Iterator', kind: 'iterator' });
  }
  // What these of the browser hold they tell as text.
  const told = (name, read) => learn(globalThis[name], 'text', read);
  if (typeof URL === 'function') told('URL', getterOf(URL.prototype, 'href'));
  if (typeof URLSearchParams === 'function') told('URLSearchParams', uncurried(URLSearchParams.prototype.toString));
  for (const name of ['Headers', 'FormData']) {
    if (typeof globalThis[name] !== 'function') continue;
    const each = uncurried(globalThis[name].prototype.forEach);
    told(name, (value) => {
      let text = '';
      each(value, (item, key) => {
        if (typeof item !== 'string') throw new TypeError('a file');
        text += `${quote(key)}: ${quote(item)}, `;
      });
      return text;
    });
  }
  if (typeof DOMException === 'function') {
    const [name, message] = ['name', 'message'].map((key) => getterOf(DOMException.prototype, key));
    told('DOMException', (value) => `${name(value)}: ${message(value)}`);
  }
  if (typeof Temporal === 'object') {
    for (const name of ['Duration', 'Instant', 'PlainDate', 'PlainDateTime', 'PlainMonthDay', 'PlainTime']) {
      if (Temporal[name]) learn(Temporal[name], 'text', uncurried(Temporal[name].prototype.toString));
    }
    for (const name of ['PlainYearMonth', 'ZonedDateTime']) {
      if (Temporal[name]) learn(Temporal[name], 'text', uncurried(Temporal[name].prototype.toString));
    }
  }
  const { prototype: objectPrototype } = Object;
  const plain = mapGet(brands, objectPrototype);

  // What engines note of where an error arose: it is not what the error says.
  const isOfPlace = (key) =>
    key === 'stack' ||
    key === 'fileName' ||
    key === 'lineNumber' ||
    key === 'columnNumber' ||
    key === 'line' ||
    key === 'column' ||
    key === 'sourceURL';

  // What is thrown where a value is too large.
  const TOO_LARGE = { limit: true };

  const TAG = {
    undefined: 1,
    null: 2,
    true: 3,
    false: 4,
    number: 5,
    string: 6,
    bigint: 7,
    symbol: 8,
    function: 9,
    object: 10,
    reference: 11,
    hole: 12,
    field: 13,
    prototype: 14,
  };

  const float = new Float64Array(1);
  const halves = new Uint32Array(float.buffer);

  // Four sums of what is being digested, each with a multiplier of its own: 128 bits together.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  // The same of details.
  let detailA = 0;
  let detailB = 0;

  function restart() {
    a = 0x243f6a88;
    b = 0x13198a2e;
    c = 0x299f31d0;
    d = 0x452821e6;
  }

  function word(value) {
    a = imul(a ^ value, 0x9e3779b1);
    a ^= a >>> 15;
    b = imul(b ^ value, 0x85ebca77);
    b ^= b >>> 13;
    c = imul(c ^ value, 0xc2b2ae3d);
    c ^= c >>> 16;
    d = imul(d ^ value, 0x27d4eb2f);
    d ^= d >>> 14;
  }

  function detail(value) {
    detailA = imul(detailA ^ value, 0x9e3779b1);
    detailA ^= detailA >>> 15;
    detailB = imul(detailB ^ value, 0x85ebca77);
    detailB ^= detailB >>> 13;
  }

  function text(value) {
    const { length } = value;
    word(length);
    for (let i = 0; i < length; i++) word(charCodeAt(value, i));
  }

  function textOfDetail(value) {
    const { length } = value;
    detail(length);
    for (let i = 0; i < length; i++) detail(charCodeAt(value, i));
  }

  const hex = (half) => {
    let digits = '';
    for (let shift = 28; shift >= 0; shift -= 4) digits += '0123456789abcdef'[(half >>> shift) & 15];
    return digits;
  };

  // What the prototypes of an object say of it. `brand` is the first built-in one that is known, `own` the first that
  // belongs to no class and is an object like others.
  function lineage(prototype, state) {
    const found = mapGet(state.lineages, prototype);
    if (found) return found;
    const line = { brand: null, names: '', sources: '', own: null, opaque: null };
    for (let at = prototype; at !== null; at = getPrototypeOf(at)) {
      line.brand = mapGet(brands, at) ?? null;
      if (line.brand) break;
      const field = getOwnPropertyDescriptor(at, 'constructor');
      const constructor = field && hasOwn(field, 'value') ? field.value : undefined;
      if (typeof constructor !== 'function') {
        line.own ??= at;
        continue;
      }
      const name = nameOf(constructor);
      line.names += `${name} `;
      const written = functionText(constructor);
      line.sources += `${written}\n`;
      if (includes(written, '[native code]')) line.opaque ??= { kind: 'object', name };
      else if (hasPrivateNames(written)) line.opaque ??= { kind: 'private', name };
    }
    if (line.brand?.kind === 'iterator' || line.brand?.kind === 'opaque') {
      const tag = slice(tagOf({ __proto__: prototype }), 8, -1);
      const name = line.brand.kind === 'opaque' ? line.brand.name : tag;
      line.opaque = { kind: line.brand.kind === 'iterator' ? 'iterator' : 'object', name };
      line.own = null;
    }
    mapSet(state.lineages, prototype, line);
    return line;
  }

  function nameOf(constructor) {
    const field = getOwnPropertyDescriptor(constructor, 'name');
    return field && typeof field.value === 'string' ? field.value : '';
  }

  // A private name is written with a number sign. One in a string or a comment is taken for one, too: then less is
  // claimed than could be.
  function hasPrivateNames(written) {
    for (let i = 0; i + 1 < written.length; i++) {
      if (charCodeAt(written, i) !== 35) continue;
      const next = charCodeAt(written, i + 1);
      if (next === 36 || next === 92 || next === 95 || next > 127) return true;
      if ((next >= 65 && next <= 90) || (next >= 97 && next <= 122)) return true;
    }
    return false;
  }

  // What a built-in object holds; nothing where it is none, in spite of its prototype.
  function held(brand, value) {
    try {
      return brand.read(value);
    } catch {
      return undefined;
    }
  }

  function take(state, count) {
    state.parts += count;
    if (state.parts >= state.look) {
      state.look = state.parts + PARTS_A_LOOK;
      if (state.parts > PARTS_MAX || now() > state.endMs) throw TOO_LARGE;
    }
  }

  function note(state, kind, name) {
    state.opaque ??= { kind, name };
  }

  // Adds a value to the sums. Of an object that is new it opens a frame instead, and says so by `false`.
  function put(state, value) {
    take(state, 1);
    switch (typeof value) {
      case 'number':
        word(TAG.number);
        // There are many numbers that are none, and the language tells none from the other.
        float[0] = value === value ? value : NaN;
        word(halves[0]);
        word(halves[1]);
        return true;
      case 'string':
        word(TAG.string);
        take(state, value.length >>> 3);
        text(value);
        return true;
      case 'bigint':
        word(TAG.bigint);
        text(bigText(value, 16));
        return true;
      case 'boolean':
        word(value ? TAG.true : TAG.false);
        return true;
      case 'undefined':
        word(TAG.undefined);
        return true;
      case 'symbol':
        symbol(state, value);
        return true;
      case 'function':
        word(TAG.function);
        note(state, 'function', nameOf(value));
        return true;
      default:
        return value === null ? (word(TAG.null), true) : reference(state, value);
    }
  }

  function symbol(state, value) {
    word(TAG.symbol);
    const key = keyFor(value);
    text(key ?? description(value) ?? '');
    // Another worker cannot have the same one.
    if (key === undefined && !includes(description(value) ?? '', 'Symbol.')) note(state, 'symbol', '');
  }

  function reference(state, value) {
    const known = mapGet(state.nodes, value);
    if (known === undefined) {
      open(state, value);
      return false;
    }
    detail(state.discovered);
    detail(known.number);
    if (known.isClosed) {
      word(TAG.object);
      word(known.a);
      word(known.b);
      word(known.c);
      word(known.d);
    } else {
      const { node } = state.top;
      if (known.position < node.low) node.low = known.position;
      word(TAG.reference);
      word(node.position - known.position);
    }
    return true;
  }

  // Begins with an object: what it is, and lists of what is in it.
  function open(state, value) {
    const prototype = getPrototypeOf(value);
    const line = prototype === objectPrototype ? undefined : lineage(prototype, state);
    const brand = line ? line.brand : plain;
    const below = state.top;
    const position = below === null ? 0 : state.height;
    const node = {
      number: state.discovered,
      position,
      low: position,
      isClosed: false,
      below: state.open,
      a: 0,
      b: 0,
      c: 0,
      d: 0,
    };
    state.discovered += 1;
    state.open = node;
    state.height = position + 1;
    mapSet(state.nodes, value, node);
    const frame = {
      below,
      node,
      value,
      // The sums of what this is a part of.
      a,
      b,
      c,
      d,
      // What is in no field, and where it ends.
      items: null,
      itemsEnd: 0,
      // How many of them are an entry, where the order of entries does not count; 0 where it does.
      entrySize: 0,
      item: 0,
      sumA: 0,
      sumB: 0,
      sumC: 0,
      sumD: 0,
      // The fields, from `field` on.
      keys: null,
      field: 0,
      prototype: line?.own ?? null,
      isError: brand?.kind === 'error',
    };
    state.top = frame;
    restart();
    if (line) {
      text(line.names);
      textOfDetail(line.sources);
      if (line.opaque) note(state, line.opaque.kind, line.opaque.name);
    }
    if (!isExtensible(value)) detail(1);
    if (brand) text(brand.name);
    else word(TAG.null);
    fill(state, frame, brand?.kind, brand, value);
    if (frame.keys === null) frame.keys = sorted(ownKeys(value));
  }

  function fill(state, frame, kind, brand, value) {
    if (kind === 'array' ? isArray(value) : kind !== 'typed' && isArray(value)) {
      fillArray(frame, value);
      return;
    }
    if (kind === 'map' || kind === 'set') {
      const items = list();
      let end = 0;
      try {
        if (kind === 'set') setEach(value, (item) => (items[end++] = item));
        else {
          mapEach(value, (item, key) => {
            items[end++] = key;
            items[end++] = item;
          });
        }
        word(end);
        frame.items = items;
        frame.itemsEnd = end;
        frame.entrySize = kind === 'set' ? 1 : 2;
        // What was said of the object counts with its entries.
        frame.sumA = a;
        frame.sumB = b;
        frame.sumC = c;
        frame.sumD = d;
      } catch {
        // It has the prototype alone.
      }
      return;
    }
    if (kind === 'typed') {
      const name = typedName(value);
      if (name !== undefined) fillTyped(state, frame, name, value);
      return;
    }
    if (!brand?.read) return;
    const found = held(brand, value);
    if (found === undefined) {
      // A form with files in it says nothing of them, and an object may have the prototype alone.
      if (kind === 'text') note(state, 'object', brand.name);
    } else if (kind === 'boxed') {
      // It is no object, so it opens no frame.
      put(state, found);
    } else if (kind === 'text') {
      text(found);
    } else {
      bytes(state, found);
    }
  }

  function fillArray(frame, value) {
    const { length } = value;
    word(length);
    const keys = ownKeys(value);
    const isDense = keys[length] === 'length';
    if (isDense) {
      frame.items = value;
      frame.itemsEnd = length;
      // The names of elements, and `length` itself.
      frame.field = length + 1;
    } else {
      // The elements' names come first, in order.
      word(TAG.hole);
    }
    frame.keys = keys.length > frame.field + 1 ? sorted(keys, frame.field) : keys;
  }

  function fillTyped(state, frame, name, value) {
    const length = typedLength(value);
    text(name);
    word(length);
    const bytesLength = typedBytes(value);
    detail(typedOffset(value));
    bytes(
      state,
      { buffer: typedBuffer(value), offset: typedOffset(value), length: bytesLength },
      includes(name, 'Float') && name !== 'Float16Array' ? value : undefined,
    );
    if (length <= NAMED_ELEMENTS_MAX) {
      frame.keys = ownKeys(value);
      frame.field = length;
    } else {
      frame.keys = list();
    }
  }

  // Numbers with a point are compared as numbers, all else by its bytes.
  function bytes(state, { buffer, offset, length }, floats) {
    word(length);
    if (floats) {
      const count = typedLength(floats);
      for (let i = 0; i < count; i++) {
        if ((i & 0xffff) === 0) take(state, i === 0 ? 1 : 0x2000);
        const value = floats[i];
        float[0] = value === value ? value : NaN;
        word(halves[0]);
        word(halves[1]);
      }
      return;
    }
    const whole = length >>> 2;
    const isAligned = (offset & 3) === 0;
    const from = isAligned ? buffer : typedBuffer(bytesSlice(new BytesOf(buffer, offset, length)));
    const start = isAligned ? offset : 0;
    const words = new WordsOf(from, start, whole);
    for (let i = 0; i < whole; i++) {
      if ((i & 0xffff) === 0) take(state, i === 0 ? 1 : 0x2000);
      word(words[i]);
    }
    const rest = new BytesOf(from, start + whole * 4, length - whole * 4);
    for (let i = 0; i < length - whole * 4; i++) word(rest[i]);
  }

  // The names of fields in an order that does not depend on when they were made; symbols stay last.
  function sorted(keys, from = 0) {
    const strings = list();
    let end = 0;
    let isSorted = true;
    let at = from;
    for (; at < keys.length && typeof keys[at] === 'string'; at++) {
      if (at > from && keys[at] < keys[at - 1]) isSorted = false;
      strings[end++] = keys[at];
    }
    if (isSorted) return keys;
    for (let i = 0; i < end; i++) textOfDetail(strings[i]);
    sort(strings);
    for (let i = 0; i < end; i++) keys[from + i] = strings[i];
    return keys;
  }

  // Adds what comes next of the innermost object. Says whether that was the last; else it was an object, which is the
  // innermost now.
  function step(state, frame) {
    if (frame.entrySize !== 0 && !putEntries(state, frame)) return false;
    const { items, itemsEnd, keys, value } = frame;
    while (frame.item < itemsEnd) if (!put(state, items[frame.item++])) return false;
    while (frame.field < keys.length) {
      const key = keys[frame.field++];
      if (frame.isError && isOfPlace(key)) continue;
      if (!putField(state, frame, value, key)) return false;
    }
    const { prototype } = frame;
    if (prototype === null) return true;
    frame.prototype = null;
    word(TAG.prototype);
    return put(state, prototype);
  }

  // The entries of a map or a set, each with sums of its own, which are added up: so their order does not count.
  function putEntries(state, frame) {
    const { items, itemsEnd, entrySize } = frame;
    for (;;) {
      const isBetween = frame.item % entrySize === 0;
      if (isBetween && frame.item > 0) {
        frame.sumA = (frame.sumA + a) | 0;
        frame.sumB = (frame.sumB + b) | 0;
        frame.sumC = (frame.sumC + c) | 0;
        frame.sumD = (frame.sumD + d) | 0;
        detail(a);
      }
      if (isBetween) restart();
      if (frame.item === itemsEnd) break;
      if (!put(state, items[frame.item++])) return false;
    }
    word(frame.sumA);
    word(frame.sumB);
    word(frame.sumC);
    word(frame.sumD);
    frame.entrySize = 0;
    return true;
  }

  function putField(state, frame, value, key) {
    const field = getOwnPropertyDescriptor(value, key);
    // A proxy may name fields that it has not.
    if (field === undefined) return true;
    // These an engine puts there.
    if ((key === 'callee' || key === iteratorKey) && tagOf(value) === '[object Arguments]') return true;
    word(TAG.field);
    if (typeof key === 'symbol') text(keyFor(key) ?? description(key) ?? '');
    else text(key);
    const isValue = hasOwn(field, 'value');
    const attributes = (field.enumerable ? 0 : 1) | (field.configurable ? 0 : 2) | (isValue && field.writable ? 0 : 4);
    if (attributes !== 0 || !isValue) {
      detail(state.discovered);
      detail(frame.field);
      detail(attributes | (isValue ? 0 : 8));
    }
    return put(state, isValue ? field.value : value[key]);
  }

  // Closes the innermost object and adds it to what it is in.
  function close(state, frame) {
    const { node, below } = frame;
    node.a = a;
    node.b = b;
    node.c = c;
    node.d = d;
    if (node.low === node.position) {
      // All that leads back to it is known by it and by its place.
      for (let one = state.open; one !== node; one = one.below) {
        a = node.a;
        b = node.b;
        c = node.c;
        d = node.d;
        word(one.position - node.position);
        one.a = a;
        one.b = b;
        one.c = c;
        one.d = d;
        one.isClosed = true;
      }
      node.isClosed = true;
      state.open = node.below;
      state.height = node.position;
    } else if (node.low < below.node.low) {
      below.node.low = node.low;
    }
    a = frame.a;
    b = frame.b;
    c = frame.c;
    d = frame.d;
    word(TAG.object);
    word(node.a);
    word(node.b);
    word(node.c);
    word(node.d);
    state.top = below;
  }

  // Looks at a value for so many milliseconds at most. Gives the digests and how many parts it has, whether it was too
  // large, and what of it cannot be seen into, as `{ kind, name }`: "function", "iterator", "private", "object" or
  // "symbol", or "unreadable" where looking at it threw something.
  function digest(value, limitMs) {
    const state = {
      nodes: new MapOf(),
      lineages: new MapOf(),
      // The innermost object that is being looked at, and the last one that something may still lead back to.
      top: null,
      open: null,
      height: 0,
      discovered: 0,
      parts: 0,
      look: 0,
      endMs: now() + limitMs,
      opaque: null,
    };
    restart();
    detailA = 0x38d01377;
    detailB = 0x34e90c6c;
    let isTooLarge = false;
    try {
      put(state, value);
      while (state.top !== null) {
        const frame = state.top;
        if (step(state, frame)) close(state, frame);
      }
    } catch (thrown) {
      if (thrown === TOO_LARGE) isTooLarge = true;
      else note(state, 'unreadable', '');
    }
    return {
      content: hex(a) + hex(b) + hex(c) + hex(d),
      detail: hex(detailA) + hex(detailB),
      opaque: state.opaque,
      parts: state.parts,
      is_too_large: isTooLarge,
    };
  }

  // The beginning of a value as a person writes it, and whether that is all of it.
  function shown(value) {
    const out = { text: '', isCut: false, lineages: new MapOf() };
    try {
      write(out, value, null, 0);
    } catch {
      out.text += '…';
      out.isCut = true;
    }
    if (out.text.length <= SHOWN_CHARACTERS_MAX && !out.isCut) return { text: out.text, is_cut: false };
    let end = CUT_CHARACTERS;
    // A cut through a pair of surrogates would leave half a character.
    if ((charCodeAt(out.text, end - 1) & 0xfc00) === 0xd800) end -= 1;
    return { text: out.text.length > end ? `${slice(out.text, 0, end)}…` : out.text, is_cut: true };
  }

  // `path` are the objects that this one is in.
  function write(out, value, path, depth) {
    // The rest of it would not be shown.
    if (out.text.length > SHOWN_CHARACTERS_MAX) return;
    if (typeof value === 'number') out.text += is(value, -0) ? '-0' : `${value}`;
    else if (typeof value === 'string') out.text += quote(slice(value, 0, SHOWN_CHARACTERS_MAX + 1));
    else if (typeof value === 'bigint') out.text += `${value}n`;
    else if (typeof value === 'symbol') out.text += `Symbol(${description(value) ?? ''})`;
    else if (typeof value === 'function') out.text += `function ${quote(nameOf(value))}`;
    else if (typeof value !== 'object' || value === null) out.text += `${value}`;
    else writeObject(out, value, path, depth);
  }

  function writeObject(out, value, path, depth) {
    for (let at = path; at !== null; at = at.path) {
      if (at.value !== value) continue;
      out.text += `<${at.depth}>`;
      return;
    }
    if (depth === SHOWN_DEPTH_MAX) {
      out.text += '…';
      out.isCut = true;
      return;
    }
    const here = { value, path, depth, isTyped: false };
    const prototype = getPrototypeOf(value);
    const line = lineage(prototype, out);
    const { brand, opaque } = line;
    let name = opaque?.name ?? brand?.name ?? 'null';
    if (line.names !== '' && !opaque) name = slice(line.names, 0, -1);
    if (isArray(value)) writeList(out, value, value.length, name === 'Array' ? '' : name, here);
    else if (brand?.kind === 'typed' && typedName(value) !== undefined) {
      here.isTyped = true;
      writeList(out, value, typedLength(value), typedName(value), here);
    } else {
      out.text += name === 'Object' ? '{' : `${name}{`;
      writeContent(out, value, brand, here);
      out.text += '}';
    }
  }

  function writeList(out, value, length, name, here) {
    out.text += `${name}[`;
    for (let i = 0; i < length && out.text.length <= SHOWN_CHARACTERS_MAX; i++) {
      if (i > 0) out.text += ',';
      if (hasOwn(value, i)) write(out, value[i], here, here.depth + 1);
    }
    // What has no first item is told from what has an empty place there.
    if (length > 0 && !hasOwn(value, length - 1)) out.text += ',';
    if (length <= SHOWN_CHARACTERS_MAX) writeFields(out, value, here, length === 0);
    out.text += ']';
  }

  function writeContent(out, value, brand, here) {
    let isFirst = true;
    const next = () => {
      if (!isFirst) out.text += ',';
      isFirst = false;
      return out.text.length <= SHOWN_CHARACTERS_MAX;
    };
    const part = (item) => write(out, item, here, here.depth + 1);
    if (brand?.kind === 'map') {
      mapEach(value, (item, key) => {
        if (!next()) return;
        part(key);
        out.text += ' => ';
        part(item);
      });
    } else if (brand?.kind === 'set') {
      setEach(value, (item) => next() && part(item));
    } else if (brand?.kind === 'text' || brand?.kind === 'boxed') {
      const found = held(brand, value);
      if (found !== undefined) {
        out.text += `${typeof found === 'symbol' ? 'Symbol' : found}`;
        isFirst = false;
      }
    } else if (brand?.kind === 'buffer') {
      const found = held(brand, value);
      if (found) {
        const { buffer, offset, length } = found;
        here.isTyped = true;
        writeList(out, new BytesOf(buffer, offset, length), length, '', here);
        here.isTyped = false;
      }
    }
    writeFields(out, value, here, isFirst, brand?.kind === 'error');
  }

  // The fields of an object, but for the elements of a list.
  function writeFields(out, value, here, isFirst, isError = false) {
    const isList = isArray(value) || here.isTyped;
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length && out.text.length <= SHOWN_CHARACTERS_MAX; i++) {
      const key = keys[i];
      if ((isError && isOfPlace(key)) || (isList && (key === 'length' || isIndex(key)))) continue;
      if (!isFirst) out.text += ',';
      isFirst = false;
      const field = getOwnPropertyDescriptor(value, key);
      out.text += typeof key === 'symbol' ? `[Symbol(${description(key) ?? ''})]` : quote(key);
      out.text += ':';
      if (field && hasOwn(field, 'value')) write(out, field.value, here, here.depth + 1);
      else out.text += 'get';
    }
  }

  const isIndex = (key) => typeof key === 'string' && `${key >>> 0}` === key;

  return { digest, shown };
}
