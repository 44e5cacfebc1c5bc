// A program that does not parse prints nothing.
console.log('never');
let x = ;
