// The path module.
const path = require('path');
console.log(path.join('a', '..', '/b', 'c'), path.basename('/x/y.js', '.js'));
console.log(path.extname('a.tar.gz'), path.dirname('/a/b/c'));
console.log(path.normalize('/a//b/./c/..'), path.relative('/a/b', '/a/c/d'));
console.log(path.parse('/home/x.txt'), path.isAbsolute('a'), path.sep);
