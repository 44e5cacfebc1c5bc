// To clear a timer in its own callback does no harm.
const timer = setTimeout(() => {
  clearTimeout(timer);
  console.log('ran', timer.hasRef());
}, 1);
