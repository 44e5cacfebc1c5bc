'use strict';
// Connections to the made-up network: whoever listens there answers nothing and closes when we do.
const { Duplex } = require('stream');
const { missing } = require('internal_errors');
const { lookup, isIP } = require('dns');

const refused = (host, port) => (host === 'localhost' || host.startsWith('127.')) && Number(port) === 1;
function refusal(address, port) {
  const error = new Error(`connect ECONNREFUSED ${address}:${port}`);
  error.errno = -111;
  error.code = 'ECONNREFUSED';
  error.syscall = 'connect';
  error.address = address;
  error.port = Number(port);
  return error;
}

// Name, then handshake. Returns how to give up.
function dial(host, port, onLookup, onDone) {
  let id, over = false;
  lookup(host, (error, address, family) => {
    if (over) return;
    onLookup(error, address, family);
    if (error) onDone(error);
    else if (refused(host, port)) internal.pending(`connect ${address}:${port}`, () => { if (!over) onDone(refusal(address, port)); });
    else id = internal.wait(`connect ${host}:${port}`, internal.settings.networkMs / 2, () => onDone(null, address));
  });
  return () => {
    over = true;
    if (id !== undefined) internal.cancel(id);
  };
}

class Socket extends Duplex {
  #stop;
  #waiting = [];
  constructor(options) {
    super({ ...options, emitClose: false, allowHalfOpen: options?.allowHalfOpen ?? false });
    this.connecting = false;
  }
  connect(...args) {
    const callback = args.findLast((one) => typeof one === 'function');
    const { host = 'localhost', port } = typeof args[0] === 'object' ? args[0] : { port: args[0], host: typeof args[1] === 'string' ? args[1] : undefined };
    if (callback) this.once('connect', callback);
    this.connecting = true;
    this.#stop = dial(host, port, (error, address, family) => this.emit('lookup', error, address, family, host), (error, address) => {
      this.connecting = false;
      if (error) {
        this.destroy(error);
        return;
      }
      Object.assign(this, { remoteAddress: address, remotePort: Number(port), remoteFamily: 'IPv4' });
      for (const start of this.#waiting.splice(0)) start();
      this.emit('connect');
      this.emit('ready');
      this.read(0);
    });
    return this;
  }
  _read() {}
  _write(chunk, _encoding, callback) {
    if (this.connecting) this.#waiting.push(callback);
    else callback();
  }
  _final(callback) {
    const end = () => {
      // To shut down is a request of its own.
      internal.wait('shutdown', 0, () => callback());
      internal.wait('close', internal.settings.networkMs / 2, () => {
        this.push(null);
        this.read(0);
      });
    };
    if (this.connecting) this.#waiting.push(end);
    else end();
  }
  _destroy(error, callback) {
    this.connecting = false;
    this.#stop?.();
    internal.close('socket', () => this.emit('close', !!error));
    callback(error);
  }
  setNoDelay() { return this; }
  setKeepAlive() { return this; }
  setTimeout(ms, callback) {
    if (callback) this.once('timeout', callback);
    if (ms > 0) setTimeout(() => { if (!this.destroyed) this.emit('timeout'); }, ms).unref?.();
    return this;
  }
  ref() { return this; }
  unref() { return this; }
}
const connect = (...args) => new Socket(typeof args[0] === 'object' ? args[0] : undefined).connect(...args);
module.exports = {
  Socket, connect, createConnection: connect, createServer: missing('net.createServer'), Server: missing('net.Server'),
  isIP, isIPv4: (host) => isIP(host) === 4, isIPv6: (host) => isIP(host) === 6, dial,
};
