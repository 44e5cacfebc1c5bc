// The blocks that roots are summed in (crates/kernels/src/roots/mod.rs).
const BLOCK_NUMBERS = 65_536;

export const blocks = (limit) => Math.max(1, Math.ceil(limit / BLOCK_NUMBERS));

/** Sums each block by `block`, which gets the number before its first, and its last. */
export function* sums({ size: limit, parts }, block) {
  const found = [];
  for (let part = parts.start; part < parts.end; part++) {
    const behind = part * BLOCK_NUMBERS;
    found.push(block(behind, Math.min(limit, behind + BLOCK_NUMBERS)));
    if (found.length % 4 === 0) {
      yield found.length;
    }
  }
  return { roots: { blocks: found } };
}
