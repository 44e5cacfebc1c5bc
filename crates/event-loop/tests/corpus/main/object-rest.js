const {data:{user}, ...meta} = {data:{user:'u'}, status:200}; console.log(user, meta);
function f({user:{name},...rest}) { return [name, rest]; } console.log(f({user:{name:1},z:2}), f.toString());
for (const {a:[x],'b c':{y}, 3:{z}, ...r} of [{a:[1],'b c':{y:2},3:{z:4},q:5}]) console.log(x,y,z,r);
try { throw {e:{m:1}, k:2} } catch ({e:{m}, ...o}) { console.log(m,o) }
let p,q,s; ({a:{p}={p:7},b:[q],...s} = {b:[2],c:3}); console.log(p,q,s);
const k='kk'; const {[k]:{w},...t} = {kk:{w:1},l:2}; console.log(w,t);
const lit = {a:{b:1}, ...{c:2}, }; console.log(lit); const l2 = {a:{b:1}, a2:[1], ...{a:3}}; console.log(l2);
(async () => { for await (const {a:{b}, ...c} of [{a:{b:1},d:1}]) console.log(b,c) })();
const { a : { b : { c }, ...d }, ...e } = { a: { b: { c: 1 }, d: 2 }, e: 3 }; console.log(c, d, e);
