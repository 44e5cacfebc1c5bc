'use strict';
const { missing } = require('internal_errors');
function gone(name) { return class { constructor() { missing(`async_hooks.${name}`)(); } }; }
module.exports = {
  AsyncLocalStorage: gone('AsyncLocalStorage'), AsyncResource: gone('AsyncResource'), createHook: missing('async_hooks.createHook'),
  executionAsyncId: missing('async_hooks.executionAsyncId'), triggerAsyncId: missing('async_hooks.triggerAsyncId'),
};
