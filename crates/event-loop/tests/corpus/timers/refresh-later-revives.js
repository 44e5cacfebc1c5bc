// A timer that has run is revived by refresh; a cleared one is not.
const ran = setTimeout(() => console.log('ran'), 1);
const cleared = setTimeout(() => console.log('cleared'), 1);
clearTimeout(cleared);
setTimeout(() => {
  console.log('refresh');
  ran.refresh();
  cleared.refresh();
}, 60);
