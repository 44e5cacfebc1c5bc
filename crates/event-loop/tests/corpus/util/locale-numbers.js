console.log([3, 20].toLocaleString(), [1234, null, undefined, 'x', [1, 2]].toLocaleString(), new Uint16Array([1, 2000]).toLocaleString());
for (const n of [0, -0, 1, -1234.5, 1234567.891, 999.9999, 0.0005, 0.00049, 1.0005, 2.5, 1e6, 1e21, 123456789012345680000, NaN, Infinity, -Infinity]) {
  console.log(n.toLocaleString(), n.toLocaleString('en-US', { maximumFractionDigits: 0 }), n.toLocaleString(undefined, { minimumFractionDigits: 2 }));
}
console.log((1.005).toLocaleString('en-US', { maximumFractionDigits: 2 }), (0.256).toLocaleString('en-US', { style: 'percent' }));
console.log((-1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' }), (9.99).toLocaleString('en-US', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }));
console.log(12345678901234567890n.toLocaleString(), (-1234n).toLocaleString(), (1e7).toLocaleString('en', { useGrouping: false }));
console.log((1234567.891).toLocaleString('id-ID'), (-1234.5).toLocaleString('de-DE', { minimumFractionDigits: 2 }), 1234n.toLocaleString('nl'));
