// A value as text: values that are deep-equal give the same text, and values that are not give different ones, so that the
// results of two workers, which share no memory, can be compared. A long text is replaced by its beginning, its length and
// a digest.
function canonical(value) {
  'use strict';

  // A text of at most so many characters stands for itself.
  const WHOLE_MAX = 400;
  // How much of a longer one is shown.
  const PREVIEW = 80;
  // A value that is nested more deeply is refused.
  const DEPTH_MAX = 1_000;

  // Takes a text piece by piece and keeps its beginning, its length and a digest of 64 bits.
  class Digest {
    head = '';
    length = 0;
    a = 0x811c9dc5;
    b = 0x9e3779b9;

    put(piece) {
      if (this.head.length < WHOLE_MAX) this.head += piece.slice(0, WHOLE_MAX - this.head.length);
      this.length += piece.length;
      let { a, b } = this;
      for (let i = 0; i < piece.length; i++) {
        const unit = piece.charCodeAt(i);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul(b ^ unit, 0x85ebca6b);
        b ^= b >>> 13;
      }
      this.a = a;
      this.b = b;
    }

    text() {
      if (this.length <= WHOLE_MAX) return this.head;
      const digest = [this.a, this.b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
      // A cut through a pair of surrogates would leave half a character.
      const preview = this.head.slice(0, PREVIEW).replace(/[\ud800-\udbff]$/, '');
      return `${preview}… (${this.length} characters, ${digest})`;
    }
  }

  // The objects that the one being written is in, with their depths: a value may hold itself.
  const path = new Map();

  function write(value, out) {
    if (typeof value === 'number') out.put(Object.is(value, -0) ? '-0' : String(value));
    else if (typeof value === 'string') out.put(JSON.stringify(value));
    else if (typeof value === 'bigint') out.put(`${value}n`);
    else if (typeof value === 'function') out.put(`function ${JSON.stringify(value.name)}`);
    else if (typeof value !== 'object' || value === null) out.put(String(value));
    else if (path.has(value)) out.put(`<${path.get(value)}>`);
    else {
      if (path.size >= DEPTH_MAX) throw new RangeError(`the value is nested more than ${DEPTH_MAX} deep`);
      path.set(value, path.size);
      writeObject(value, out);
      path.delete(value);
    }
  }

  function writeObject(value, out) {
    if (Array.isArray(value)) {
      writeList(value, '', out);
    } else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      writeList(value, nameOf(value), out);
    } else if (value instanceof DataView) {
      writeList(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), 'DataView', out);
    } else if (value instanceof ArrayBuffer || isShared(value)) {
      writeList(new Uint8Array(value), nameOf(value), out);
    } else if (value instanceof Map) {
      writeSorted([...value].map(([key, item]) => `${textOf(key)} => ${textOf(item)}`), nameOf(value), out);
    } else if (value instanceof Set) {
      writeSorted([...value].map(textOf), nameOf(value), out);
    } else {
      writeFields(value, out);
    }
  }

  function writeList(list, name, out) {
    out.put(`${name}[`);
    for (let i = 0; i < list.length; i++) {
      if (i > 0) out.put(',');
      if (i in list) write(list[i], out);
    }
    // What has no first item is told from what has an empty place there.
    out.put(list.length > 0 && !(list.length - 1 in list) ? ',]' : ']');
  }

  // The order in which things were added does not count.
  function writeSorted(texts, name, out) {
    out.put(`${name}{`);
    texts.sort().forEach((text, i) => out.put(i > 0 ? `,${text}` : text));
    out.put('}');
  }

  function writeFields(value, out) {
    const name = nameOf(value);
    out.put(name === 'Object' ? '{' : `${name}{`);
    // What these hold is in no field.
    if (value instanceof Date) out.put(`${value.getTime()};`);
    else if (value instanceof RegExp) out.put(`${value};`);
    else if (value instanceof Error) out.put(`${JSON.stringify(String(value))};`);
    else if (value instanceof Number || value instanceof String || value instanceof Boolean) {
      write(value.valueOf(), out);
      out.put(';');
    }
    Object.keys(value)
      .sort()
      .forEach((key, i) => {
        out.put(`${i > 0 ? ',' : ''}${JSON.stringify(key)}:`);
        write(value[key], out);
      });
    out.put('}');
  }

  function textOf(value) {
    const digest = new Digest();
    write(value, digest);
    return digest.text();
  }

  function nameOf(value) {
    const name = Object.getPrototypeOf(value)?.constructor?.name;
    return typeof name === 'string' ? name : 'Object';
  }

  function isShared(value) {
    return typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer;
  }

  return textOf(value);
}
