'use strict';
module.exports = require('http').client('https:', 443, 'https');
