'use strict';
// Consumers that gather a whole stream.
const { Buffer } = require('buffer');

async function buffer(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
const text = async (stream) => (await buffer(stream)).toString();
const json = async (stream) => JSON.parse(await text(stream));
async function arrayBuffer(stream) {
  const bytes = await buffer(stream);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}
module.exports = { arrayBuffer, buffer, json, text };
