//! What the machine allows: a loop that reads one byte of each object's node, natively and in WebAssembly. No policy is
//! faster, because each has to look at the node at least.

use wasm_encoder::{
    BlockType, CodeSection, ExportKind, ExportSection, Function, FunctionSection, MemArg,
    MemorySection, MemoryType, Module, TypeSection, ValType,
};

/// Bytes from one object's node to the next one's, as most policies of `cache-sim` have them.
pub(super) const NODE_BYTES: usize = 12;

/// The bytes that are read: the first of an object's node is the lowest of its number.
pub(super) fn nodes(objects: &[u32]) -> Vec<u8> {
    let count = objects.iter().max().map_or(0, |last| *last as usize + 1);
    let mut nodes = vec![0; count * NODE_BYTES];
    for (object, node) in nodes.chunks_exact_mut(NODE_BYTES).enumerate() {
        node[0] = object.to_le_bytes()[0];
    }
    nodes
}

/// The sum of the bytes of the objects that are accessed.
pub(super) fn read(objects: &[u32], nodes: &[u8]) -> u32 {
    objects.iter().fold(0, |sum: u32, object| {
        sum.wrapping_add(u32::from(nodes[*object as usize * NODE_BYTES]))
    })
}

/// The same as a module: `read(from, to, nodes)` goes through the objects that lie from one address up to another, and
/// `nodes` is where the first node lies. The exported memory is empty at first.
pub(super) fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32; 3], [ValType::I32]);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 0,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("read", ExportKind::Func, 0);
    let mut code = CodeSection::new();
    code.function(&read_in_wasm());
    let mut module = Module::new();
    module
        .section(&types)
        .section(&functions)
        .section(&memories)
        .section(&exports)
        .section(&code);
    module.finish()
}

fn read_in_wasm() -> Function {
    const AT: u32 = 0;
    const TO: u32 = 1;
    const NODES: u32 = 2;
    const SUM: u32 = 3;
    let whole = |align| MemArg {
        offset: 0,
        align,
        memory_index: 0,
    };
    let mut function = Function::new([(1, ValType::I32)]);
    function
        .instructions()
        .loop_(BlockType::Empty)
        .local_get(AT)
        .i32_load(whole(2))
        .i32_const(i32::try_from(NODE_BYTES).unwrap_or_default())
        .i32_mul()
        .local_get(NODES)
        .i32_add()
        .i32_load8_u(whole(0))
        .local_get(SUM)
        .i32_add()
        .local_set(SUM)
        .local_get(AT)
        .i32_const(4)
        .i32_add()
        .local_tee(AT)
        .local_get(TO)
        .i32_lt_u()
        .br_if(0)
        .end()
        .local_get(SUM)
        .end();
    function
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_the_objects_lowest_bytes() {
        let objects = [0, 1, 257, 300, 1];
        let nodes = nodes(&objects);
        assert_eq!(nodes.len(), 301 * NODE_BYTES);
        assert_eq!(read(&objects, &nodes), 1 + 1 + 44 + 1);
        assert_eq!(read(&[], &nodes), 0);
    }
}
