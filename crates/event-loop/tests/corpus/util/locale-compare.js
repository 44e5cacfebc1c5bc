const sorted = (list, ...options) => [...list].sort((a, b) => a.localeCompare(b, ...options)).join('|');
console.log(['b', 'a', 'C'].sort((x, y) => x.localeCompare(y)));
const signs = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
console.log(signs.sort((a, b) => a.localeCompare(b)).join(''));
const words = ['a', 'A', 'á', 'Á', 'ä', 'b', 'B', 'z', 'aa', 'ab', 'Ab', 'é', 'e', 'E', 'ß', 'ss', 'st', 'ñ', 'n', 'o', 'ö', 'ø', 'p',
  'æ', 'ae', 'af', '1', '10', '2', '_x', '-x', 'x y', 'xy', 'x-y', '', 'résumé', 'resume', 'Resume', 'Résumé', 'resumes', 'co-op',
  'coop', 'CO-OP', 'coöp', 'a1', 'a10', 'a2', 'a02', 'Ω', 'α', 'я', 'а', '中'];
console.log(sorted(words));
console.log(sorted(words, undefined, { numeric: true }));
console.log(sorted(['file10', 'File9', 'file1', 'file02'], 'en', { numeric: true, sensitivity: 'base' }));
for (const sensitivity of ['base', 'accent', 'case', 'variant']) {
  const pairs = [['a', 'A'], ['a', 'á'], ['a', 'b'], ['A', 'á'], ['a', 'a'], ['a\u0301', 'á']];
  console.log(sensitivity, pairs.map(([a, b]) => a.localeCompare(b, 'en', { sensitivity })).join(' '));
}
console.log('a'.localeCompare('A', 'en', { caseFirst: 'upper' }), 'a-b'.localeCompare('ab', 'en', { ignorePunctuation: true }));
console.log('a'.localeCompare(), 'undefined'.localeCompare(), '1'.localeCompare(1));
