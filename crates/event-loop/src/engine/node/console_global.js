'use strict';
exports.console = require('console')(internal);
