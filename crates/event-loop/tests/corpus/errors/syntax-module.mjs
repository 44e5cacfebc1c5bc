// An import that does not exist ends the program before it begins.
import { noSuchExport } from 'node:fs';
console.log('never', noSuchExport);
