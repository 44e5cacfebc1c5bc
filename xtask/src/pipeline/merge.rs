//! Makes one WebAssembly module of several that the splitter made of the same app.
//!
//! Such modules import the app's memory, its table of functions and its globals, put their functions into places of that
//! table which no other takes, and export nothing: what stands in one can stand in the other. They call each other
//! through the table, by functions that do nothing else; where both ends come into one module they call directly.

use std::collections::HashMap;
use std::fmt;

use anyhow::{Result, bail};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, EntityType, Function,
    FunctionSection, ImportSection, Module, NameMap, NameSection, TypeSection,
};
use wasmparser::{
    ElementItems, ElementKind, FuncType, FunctionBody, KnownCustom, Name, Operator, Parser,
    Payload, TypeRef,
};

/// One module of `modules`, in their order. Fails where one has more than the splitter gives a module that is not the
/// app's own.
pub(super) fn merge(modules: &[&[u8]]) -> Result<Vec<u8>> {
    let mut merged = Merged::default();
    let mut read = Vec::new();
    for module in modules {
        read.push(merged.declare(module)?);
    }
    for module in read {
        merged.define(module)?;
    }
    Ok(merged.finish())
}

/// What of a module is read again when every function has its number.
struct Read<'a> {
    numbers: Numbers,
    bodies: Vec<FunctionBody<'a>>,
    data: Option<wasmparser::DataSectionReader<'a>>,
}

/// Which number of the merged module stands for one of the module that is read.
#[derive(Default)]
struct Numbers {
    types: Vec<u32>,
    memories: Vec<u32>,
    tables: Vec<u32>,
    globals: Vec<u32>,
    first_function: u32,
    first_data: u32,
}

/// A module names something that it neither has nor imports.
#[derive(Debug)]
struct Unknown(u32);

impl std::error::Error for Unknown {}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a chunk of the app uses number {} of what it does not have so many of",
            self.0
        )
    }
}

type Error = reencode::Error<Unknown>;

fn place(numbers: &[u32], number: u32) -> Result<u32, Error> {
    let found = numbers.get(number as usize);
    found.copied().ok_or(Error::UserError(Unknown(number)))
}

impl Reencode for Numbers {
    type Error = Unknown;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.first_function + function)
    }

    fn data_index(&mut self, data: u32) -> Result<u32, Error> {
        Ok(self.first_data + data)
    }

    fn type_index(&mut self, number: u32) -> Result<u32, Error> {
        place(&self.types, number)
    }

    fn memory_index(&mut self, number: u32) -> Result<u32, Error> {
        place(&self.memories, number)
    }

    fn table_index(&mut self, number: u32) -> Result<u32, Error> {
        place(&self.tables, number)
    }

    fn global_index(&mut self, number: u32) -> Result<u32, Error> {
        place(&self.globals, number)
    }
}

#[derive(Default)]
struct Merged {
    types: TypeSection,
    type_numbers: HashMap<FuncType, u32>,
    imports: ImportSection,
    import_numbers: HashMap<(String, String), (EntityType, u32)>,
    memories: u32,
    tables: u32,
    globals: u32,
    functions: FunctionSection,
    elements: ElementSection,
    /// The function of each place of the table that is filled here.
    in_table: HashMap<i32, u32>,
    code: CodeSection,
    data: DataSection,
    data_segments: u32,
    names: NameMap,
}

impl Merged {
    /// Gives all that a module has its numbers.
    fn declare<'a>(&mut self, module: &'a [u8]) -> Result<Read<'a>> {
        let mut read = Read {
            numbers: Numbers {
                first_function: self.functions.len(),
                first_data: self.data_segments,
                ..Numbers::default()
            },
            bodies: Vec::new(),
            data: None,
        };
        let numbers = &mut read.numbers;
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => {
                    for shape in section.into_iter_err_on_gc_types() {
                        numbers.types.push(self.type_number(shape?)?);
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        self.import(import?, numbers)?;
                    }
                }
                Payload::FunctionSection(section) => {
                    for shape in section {
                        self.functions.function(numbers.type_index(shape?)?);
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        self.element(element?, numbers)?;
                    }
                }
                Payload::CodeSectionEntry(body) => read.bodies.push(body),
                Payload::DataSection(section) => {
                    self.data_segments += section.count();
                    read.data = Some(section);
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        self.take_names(names, numbers.first_function);
                    }
                }
                Payload::ExportSection(section) if section.count() == 0 => {}
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::End(_) => {}
                other => bail!("a chunk of the app has a section that is new: {other:?}"),
            }
        }
        Ok(read)
    }

    fn type_number(&mut self, shape: FuncType) -> Result<u32> {
        if let Some(&number) = self.type_numbers.get(&shape) {
            return Ok(number);
        }
        let number = self.types.len();
        let encoded = Numbers::default().func_type(shape.clone())?;
        self.types.ty().func_type(&encoded);
        self.type_numbers.insert(shape, number);
        Ok(number)
    }

    fn import(&mut self, import: wasmparser::Import<'_>, numbers: &mut Numbers) -> Result<()> {
        let (count, numbers_of_kind) = match import.ty {
            TypeRef::Memory(_) => (&mut self.memories, &mut numbers.memories),
            TypeRef::Table(_) => (&mut self.tables, &mut numbers.tables),
            TypeRef::Global(_) => (&mut self.globals, &mut numbers.globals),
            other => bail!(
                "a chunk of the app imports {}.{}, which is neither memory nor table nor global: {other:?}",
                import.module,
                import.name
            ),
        };
        let kind = Numbers::default().entity_type(import.ty)?;
        let key = (import.module.to_owned(), import.name.to_owned());
        let number = match self.import_numbers.get(&key) {
            Some(&(known, number)) if known == kind => number,
            Some((known, _)) => bail!(
                "chunks of the app import {}.{} as {known:?} and as {kind:?}",
                import.module,
                import.name
            ),
            None => {
                let number = *count;
                *count += 1;
                self.imports.import(import.module, import.name, kind);
                self.import_numbers.insert(key, (kind, number));
                number
            }
        };
        numbers_of_kind.push(number);
        Ok(())
    }

    fn element(&mut self, element: wasmparser::Element<'_>, numbers: &mut Numbers) -> Result<()> {
        let (offset, functions) = match (&element.kind, &element.items) {
            (
                ElementKind::Active {
                    table_index: None | Some(0),
                    offset_expr,
                },
                ElementItems::Functions(functions),
            ) => {
                let mut operators = offset_expr.get_operators_reader();
                let Operator::I32Const { value } = operators.read()? else {
                    bail!("a chunk of the app stands at a place of the table that is not constant");
                };
                (value, functions.clone())
            }
            _ => bail!("a chunk of the app fills the table in a form that is new"),
        };
        for (place, function) in (offset..).zip(functions) {
            self.in_table
                .insert(place, numbers.function_index(function?)?);
        }
        numbers.parse_element(&mut self.elements, element)?;
        Ok(())
    }

    /// Names are for who looks at a profile; what has none stays without.
    fn take_names(&mut self, section: wasmparser::NameSectionReader<'_>, first_function: u32) {
        let subsections = section.into_iter().filter_map(Result::ok);
        for subsection in subsections {
            if let Name::Function(names) = subsection {
                for name in names.into_iter().filter_map(Result::ok) {
                    self.names.append(first_function + name.index, name.name);
                }
            }
        }
    }

    fn define(&mut self, module: Read<'_>) -> Result<()> {
        let Read {
            mut numbers,
            bodies,
            data,
        } = module;
        for body in bodies {
            match forwarded(&body).and_then(|place| self.in_table.get(&place)) {
                Some(&function) => {
                    self.code.function(&calling(&body, function)?);
                }
                None => numbers.parse_function_body(&mut self.code, body)?,
            }
        }
        if let Some(data) = data {
            numbers.parse_data_section(&mut self.data, data)?;
        }
        Ok(())
    }

    fn finish(self) -> Vec<u8> {
        let mut module = Module::new();
        module
            .section(&self.types)
            .section(&self.imports)
            .section(&self.functions)
            .section(&self.elements)
            .section(&DataCountSection {
                count: self.data_segments,
            })
            .section(&self.code)
            .section(&self.data);
        let mut names = NameSection::new();
        names.functions(&self.names);
        module.section(&names);
        module.finish()
    }
}

/// The place in the table whose function a body calls with its own arguments, where that is all it does.
fn forwarded(body: &FunctionBody<'_>) -> Option<i32> {
    let operators = body.get_operators_reader().ok()?;
    let operators: Vec<Operator<'_>> = operators
        .into_iter()
        // The longest such body has a few more operators than a function has arguments.
        .take(64)
        .collect::<Result<_, _>>()
        .ok()?;
    let [
        arguments @ ..,
        Operator::I32Const { value },
        Operator::CallIndirect { table_index: 0, .. },
        Operator::End,
    ] = operators.as_slice()
    else {
        return None;
    };
    let in_order = (0..).zip(arguments).all(|(index, operator)| {
        matches!(operator, Operator::LocalGet { local_index } if *local_index == index)
    });
    in_order.then_some(*value)
}

/// The same body with a direct call of `function`.
fn calling(body: &FunctionBody<'_>, function: u32) -> Result<Function> {
    let mut made = Function::new([]);
    let mut arguments = 0;
    for operator in body.get_operators_reader()? {
        arguments += u32::from(matches!(operator?, Operator::LocalGet { .. }));
    }
    let mut instructions = made.instructions();
    for argument in 0..arguments {
        instructions.local_get(argument);
    }
    instructions.call(function).end();
    Ok(made)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ConstExpr, ElementSegment, Elements, GlobalType, MemoryType, RefType, TableType, ValType,
    };
    use wasmparser::Validator;

    use super::*;

    const TABLE: TableType = TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 16,
        maximum: None,
        shared: false,
    };

    const GLOBAL: GlobalType = GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    };

    /// A chunk with a function, at `place` of the table, that calls the one at `calls` through another function of its
    /// own, and writes to memory.
    fn chunk(place: i32, calls: i32, types: &[usize]) -> Vec<u8> {
        let mut shapes = TypeSection::new();
        for &arguments in types {
            shapes
                .ty()
                .function(vec![ValType::I32; arguments], [ValType::I32]);
        }
        let one = types.iter().position(|&arguments| arguments == 1);
        let shape = u32::try_from(one.expect("a function of one argument")).expect("few");
        let mut imports = ImportSection::new();
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        imports.import("app", "memory", memory);
        imports.import("app", "table", TABLE);
        imports.import("app", "stack", GLOBAL);
        let mut functions = FunctionSection::new();
        functions.function(shape).function(shape);
        let mut elements = ElementSection::new();
        elements.segment(ElementSegment {
            mode: wasm_encoder::ElementMode::Active {
                table: Some(0),
                offset: &ConstExpr::i32_const(place),
            },
            elements: Elements::Functions((&[0]).into()),
        });
        let mut code = CodeSection::new();
        let mut function = Function::new([]);
        function
            .instructions()
            .global_get(0)
            .local_get(0)
            .call(1)
            .i32_store(wasm_encoder::MemArg {
                offset: 0,
                align: 2,
                memory_index: 0,
            })
            .local_get(0)
            .end();
        code.function(&function);
        let mut forwards = Function::new([]);
        forwards
            .instructions()
            .local_get(0)
            .i32_const(calls)
            .call_indirect(0, shape)
            .end();
        code.function(&forwards);
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(place * 4), *b"data");
        let mut names = NameMap::new();
        names.append(0, &format!("at_{place}"));
        let mut name_section = NameSection::new();
        name_section.functions(&names);
        let mut module = Module::new();
        module
            .section(&shapes)
            .section(&imports)
            .section(&functions)
            .section(&elements)
            .section(&DataCountSection { count: 1 })
            .section(&code)
            .section(&data)
            .section(&name_section);
        module.finish()
    }

    /// The operators of each function, without those that tell no calls.
    fn calls(module: &[u8]) -> Vec<String> {
        let mut calls = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::CodeSectionEntry(body) = payload.expect("a module") {
                for operator in body.get_operators_reader().expect("a body") {
                    match operator.expect("an operator") {
                        Operator::Call { function_index } => {
                            calls.push(format!("call {function_index}"));
                        }
                        Operator::CallIndirect { .. } => calls.push("through the table".to_owned()),
                        _ => {}
                    }
                }
            }
        }
        calls
    }

    #[test]
    fn chunks_that_call_each_other_do_so_directly() {
        // The first calls the second, which calls what is elsewhere. Their types have other numbers.
        let merged = merge(&[&chunk(3, 5, &[0, 1]), &chunk(5, 9, &[1, 2])]).expect("two chunks");
        Validator::new().validate_all(&merged).expect("valid");
        assert_eq!(
            calls(&merged),
            ["call 1", "call 2", "call 3", "through the table"]
        );
        let mut imports = Vec::new();
        let mut names = Vec::new();
        let mut segments = (0, 0);
        for payload in Parser::new(0).parse_all(&merged) {
            match payload.expect("a module") {
                Payload::ImportSection(section) => {
                    imports.extend(section.into_imports().map(|it| it.expect("one").name));
                }
                Payload::ElementSection(section) => segments.0 = section.count(),
                Payload::DataSection(section) => segments.1 = section.count(),
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(section) = section.as_known() else {
                        continue;
                    };
                    for subsection in section {
                        if let Name::Function(functions) = subsection.expect("names") {
                            names.extend(functions.into_iter().map(|name| {
                                let name = name.expect("a name");
                                (name.index, name.name)
                            }));
                        }
                    }
                }
                _ => {}
            }
        }
        assert_eq!(imports, ["memory", "table", "stack"]);
        assert_eq!(names, [(0, "at_3"), (2, "at_5")]);
        assert_eq!(segments, (2, 2));
    }

    #[test]
    fn what_no_chunk_has_is_refused() {
        let mut exports = wasm_encoder::ExportSection::new();
        exports.export("memory", wasm_encoder::ExportKind::Memory, 0);
        let mut globals = wasm_encoder::GlobalSection::new();
        globals.global(GLOBAL, &ConstExpr::i32_const(0));
        let mut imports = ImportSection::new();
        imports.import("app", "other", GLOBAL);
        let mut other_kind = ImportSection::new();
        other_kind.import("app", "stack", TABLE);
        let mut function = ImportSection::new();
        function.import("app", "call", EntityType::Function(0));
        let with = |sections: &[&dyn wasm_encoder::Section]| {
            let mut module = Module::new().finish();
            for section in sections {
                section.append_to(&mut module);
            }
            module
        };
        for (module, what) in [
            (with(&[&exports]), "a section that is new"),
            (with(&[&globals]), "a section that is new"),
            (with(&[&function]), "neither memory nor table nor global"),
            (with(&[&other_kind]), "app.stack as"),
        ] {
            let error = merge(&[&chunk(1, 2, &[1]), &module]).expect_err(what);
            assert!(error.to_string().contains(what), "{error}");
        }
        assert!(merge(&[&chunk(1, 2, &[1]), &with(&[&imports])]).is_ok());
    }
}
