#!/usr/bin/env node
// A hash-bang line is no code.
console.log('runs');
