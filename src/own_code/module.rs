//! Reads what a WebAssembly module imports and exports, so that a form can offer its functions before anything of it
//! runs. Whether the rest of the file is right the browser finds out: every feature that the format has is read, whether
//! this browser has it or not.

use std::fmt;

use wasmparser::{
    AbstractHeapType, CompositeInnerType, ExternalKind, FuncType, HeapType, Parser, Payload,
    RefType, ValType,
};

/// What every module starts with: `\0asm`, and the version of the format.
const MAGIC: [u8; 8] = [0, b'a', b's', b'm', 1, 0, 0, 0];

/// What every component starts with, which is made of modules: the version of its format, and its layer.
const COMPONENT_MAGIC: [u8; 8] = [0, b'a', b's', b'm', 0x0d, 0, 1, 0];

/// How many imports an error names.
const NAMED_MAX: usize = 8;

/// What the page has to know of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its functions that can be called from outside.
    pub exports: Vec<Export>,
    /// Whether it has a function that runs when it is instantiated, before any of its exports.
    pub has_start: bool,
}

/// A function that can be called from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub parameters: Vec<ValueType>,
    /// What it gives.
    pub results: Vec<ValueType>,
}

/// The type of a parameter or a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Whole, 32 bits.
    I32,
    /// Whole, 64 bits; a `BigInt` in JavaScript.
    I64,
    /// With a point, 32 bits.
    F32,
    /// With a point, 64 bits.
    F64,
    /// A vector, which JavaScript has no value for.
    V128,
    /// A reference.
    Reference {
        /// Its name in the text format.
        name: String,
        /// Whether a number of JavaScript is one.
        takes_numbers: bool,
    },
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleError {
    /// It is something else.
    NotWasm {
        /// Its first bytes, in hexadecimal; empty if it has none.
        found: String,
    },
    /// It is a component, which no browser runs.
    Component,
    /// It is broken.
    Broken {
        /// Where.
        offset: u64,
        /// What is wrong there, in the reader's words.
        message: String,
    },
    /// It exports a function that it does not have.
    NoSuchFunction {
        /// The export's name.
        export: String,
    },
    /// It cannot run by itself.
    Imports {
        /// How many.
        count: usize,
        /// The first of them, as `module.name`.
        names: Vec<String>,
    },
}

impl Module {
    /// Reads a file. A module that has imports is refused with their names.
    pub fn read(bytes: &[u8]) -> Result<Self, ModuleError> {
        match bytes.get(..MAGIC.len()) {
            Some(first) if first == MAGIC => {}
            Some(first) if first == COMPONENT_MAGIC => return Err(ModuleError::Component),
            _ => return Err(not_wasm(bytes)),
        }
        let mut types: Vec<Option<FuncType>> = Vec::new();
        let mut functions: Vec<u32> = Vec::new();
        let mut exported: Vec<(String, u32)> = Vec::new();
        let mut has_start = false;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(groups) => {
                    for group in groups {
                        types.extend(
                            group?
                                .into_types()
                                .map(|of| function(of.composite_type.inner)),
                        );
                    }
                }
                Payload::ImportSection(section) => {
                    let names = section
                        .into_imports()
                        .map(|import| import.map(|of| format!("{}.{}", of.module, of.name)));
                    refuse_imports(names.collect::<Result<_, _>>()?)?;
                }
                Payload::FunctionSection(section) => {
                    functions = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
                            exported.push((export.name.to_owned(), export.index));
                        }
                    }
                }
                Payload::StartSection { .. } => has_start = true,
                // Nothing in the others says how a function is called.
                _ => {}
            }
        }
        let signature = |index: u32| {
            types
                .get(*functions.get(index as usize)? as usize)?
                .as_ref()
        };
        let exports = exported
            .into_iter()
            .map(|(name, index)| match signature(index) {
                Some(signature) => Ok(Export {
                    name,
                    parameters: values(signature.params()),
                    results: values(signature.results()),
                }),
                None => Err(ModuleError::NoSuchFunction { export: name }),
            });
        Ok(Self {
            exports: exports.collect::<Result<_, ModuleError>>()?,
            has_start,
        })
    }

    /// The function of this name.
    #[must_use]
    pub fn export(&self, name: &str) -> Option<&Export> {
        self.exports.iter().find(|export| export.name == name)
    }
}

impl From<wasmparser::Error> for ModuleError {
    fn from(error: wasmparser::Error) -> Self {
        Self::Broken {
            offset: error.offset(),
            message: error.message().to_owned(),
        }
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::V128 => "v128",
            Self::Reference { name, .. } => name,
        })
    }
}

fn not_wasm(bytes: &[u8]) -> ModuleError {
    let first = bytes.iter().take(MAGIC.len());
    let found: Vec<String> = first.map(|byte| format!("{byte:02x}")).collect();
    ModuleError::NotWasm {
        found: found.join(" "),
    }
}

/// A type, if it is one of functions.
fn function(of: CompositeInnerType) -> Option<FuncType> {
    match of {
        CompositeInnerType::Func(function) => Some(function),
        _ => None,
    }
}

/// Fails if there is any, with the names of as many as are of use to a person.
fn refuse_imports(mut names: Vec<String>) -> Result<(), ModuleError> {
    let count = names.len();
    if count == 0 {
        return Ok(());
    }
    if count > NAMED_MAX {
        names.truncate(NAMED_MAX);
        names.push("…".to_owned());
    }
    Err(ModuleError::Imports { count, names })
}

fn values(types: &[ValType]) -> Vec<ValueType> {
    types.iter().map(|of| value(*of)).collect()
}

fn value(of: ValType) -> ValueType {
    match of {
        ValType::I32 => ValueType::I32,
        ValType::I64 => ValueType::I64,
        ValType::F32 => ValueType::F32,
        ValType::F64 => ValueType::F64,
        ValType::V128 => ValueType::V128,
        ValType::Ref(reference) => ValueType::Reference {
            name: reference_name(reference),
            takes_numbers: matches!(
                reference.heap_type(),
                HeapType::Abstract {
                    shared: false,
                    ty: AbstractHeapType::Extern | AbstractHeapType::Any,
                }
            ),
        },
    }
}

/// As the text format writes it, types that the module has by their numbers.
fn reference_name(reference: RefType) -> String {
    let null = if reference.is_nullable() { "null " } else { "" };
    let number = |of: wasmparser::UnpackedIndex| of.as_module_index().unwrap_or_default();
    match reference.heap_type() {
        HeapType::Abstract { .. } => reference.to_string(),
        HeapType::Concrete(index) => format!("(ref {null}{})", number(index)),
        HeapType::Exact(index) => format!("(ref {null}(exact {}))", number(index)),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod samples {
    //! Modules, byte by byte.

    /// `add(i32, i32) -> i32`, `next(i64) -> i64`, `half(f64) -> f64`, and a memory.
    pub(crate) const SUMS: &[u8] = &[
        0, 97, 115, 109, 1, 0, 0, 0, // \0asm, version 1
        1, 17, 3, // types
        0x60, 2, 0x7f, 0x7f, 1, 0x7f, // (i32, i32) -> i32
        0x60, 1, 0x7e, 1, 0x7e, // (i64) -> i64
        0x60, 1, 0x7c, 1, 0x7c, // (f64) -> f64
        3, 4, 3, 0, 1, 2, // functions
        5, 3, 1, 0, 1, // a memory of one page
        7, 30, 4, // exports
        6, b'm', b'e', b'm', b'o', b'r', b'y', 2, 0, //
        3, b'a', b'd', b'd', 0, 0, //
        4, b'n', b'e', b'x', b't', 0, 1, //
        4, b'h', b'a', b'l', b'f', 0, 2, //
        10, 32, 3, // bodies
        7, 0, 0x20, 0, 0x20, 1, 0x6a, 0x0b, // local.get 0, local.get 1, i32.add
        7, 0, 0x20, 0, 0x42, 1, 0x7c, 0x0b, // local.get 0, i64.const 1, i64.add
        14, 0, 0x20, 0, 0x44, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0xa2,
        0x0b, // … f64.const 0.5, f64.mul
    ];

    /// Wants the function `env.log` and the memory `env.memory`.
    pub(crate) const WANTS: &[u8] = &[
        0, 97, 115, 109, 1, 0, 0, 0, //
        1, 4, 1, 0x60, 0, 0, // types
        2, 26, 2, // imports
        3, b'e', b'n', b'v', 3, b'l', b'o', b'g', 0, 0, //
        3, b'e', b'n', b'v', 6, b'm', b'e', b'm', b'o', b'r', b'y', 2, 1, 1, 2, //
    ];

    /// Its types are of the form 0x50, as every compiler for garbage collection writes them; `seven() -> i32`.
    pub(crate) const SUB: &[u8] = &[
        0, 97, 115, 109, 1, 0, 0, 0, //
        1, 7, 1, 0x50, 0, 0x60, 0, 1,
        0x7f, // a type without supertypes that may have subtypes
        3, 2, 1, 0, // functions
        7, 9, 1, 5, b's', b'e', b'v', b'e', b'n', 0, 0, // exports
        10, 6, 1, 4, 0, 0x41, 7, 0x0b, // bodies
    ];

    /// Its start function never ends; `f()`.
    pub(crate) const START: &[u8] = &[
        0, 97, 115, 109, 1, 0, 0, 0, //
        1, 4, 1, 0x60, 0, 0, // types
        3, 3, 2, 0, 0, // functions
        7, 5, 1, 1, b'f', 0, 0, // exports
        8, 1, 1, // start
        10, 12, 2, 2, 0, 0x0b, 7, 0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b, // bodies
    ];
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::own_code::words;
    use crate::texts::Locale;
    use crate::texts::tests::said;

    /// A module of these sections, each with its number.
    fn module(sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for (id, section) in sections {
            bytes.push(*id);
            bytes.push(u8::try_from(section.len()).expect("a short section"));
            bytes.extend(*section);
        }
        bytes
    }

    /// A module with one type of functions, of which one is exported as `f`.
    fn with_type(types: &[u8], index: u8) -> Vec<u8> {
        module(&[
            (1, types),
            (3, &[1, index]),
            (7, &[1, 1, b'f', 0, 0]),
            (10, &[1, 3, 0, 0, 0x0b]),
        ])
    }

    fn parameters(types: &[u8], index: u8) -> Vec<String> {
        let module = Module::read(&with_type(types, index)).expect("a module");
        let parameters = module.exports[0].parameters.iter();
        parameters.map(ToString::to_string).collect()
    }

    #[test]
    fn functions_are_listed_with_their_types() {
        let module = Module::read(samples::SUMS).expect("a module");
        let names: Vec<&str> = module.exports.iter().map(|of| of.name.as_str()).collect();
        assert_eq!(names, ["add", "next", "half"]);
        assert_eq!(
            module.export("add").expect("it is exported").parameters,
            [ValueType::I32, ValueType::I32]
        );
        assert_eq!(
            module.export("half").expect("it is exported").results,
            [ValueType::F64]
        );
        assert_eq!(module.export("memory"), None);
        assert!(!module.has_start);
    }

    #[test]
    fn imports_are_refused_by_name() {
        let error = Module::read(samples::WANTS).expect_err("it has imports");
        assert_eq!(
            said(Locale::En, &error, words::module_error),
            "the module has to run by itself, but wants 2 imports: env.log, env.memory"
        );
    }

    #[test]
    fn many_imports_are_cut_short() {
        let mut bytes = samples::WANTS[..14].to_vec();
        bytes.extend([2, 61, 10]);
        for _ in 0..10 {
            bytes.extend([1, b'a', 1, b'b', 0, 0]);
        }
        let Err(ModuleError::Imports { count, names }) = Module::read(&bytes) else {
            panic!("it has imports");
        };
        assert_eq!((count, names.len()), (10, NAMED_MAX + 1));
    }

    #[test]
    fn what_is_no_module_is_told_by_its_first_bytes() {
        let error = Module::read(b"<!doctype html>").expect_err("a page");
        let found = "3c 21 64 6f 63 74 79 70".to_owned();
        assert_eq!(error, ModuleError::NotWasm { found });
        assert!(Module::read(&[]).is_err());
        assert!(Module::read(b"\0asm\x02\0\0\0").is_err());
    }

    #[test]
    fn a_component_is_refused_by_name() {
        let error = Module::read(&COMPONENT_MAGIC).expect_err("a component");
        let words = said(Locale::En, &error, words::module_error);
        assert!(words.contains("component"), "{words}");
    }

    #[test]
    fn no_beginning_of_a_module_makes_it_panic() {
        for sample in [samples::SUMS, samples::WANTS, samples::SUB, samples::START] {
            for length in 0..sample.len() {
                let _ = Module::read(&sample[..length]);
            }
            for at in 8..sample.len() {
                for byte in [0, 1, 0x5e, 0x63, 0x7f, 0x80, 0xff] {
                    let mut bytes = sample.to_vec();
                    bytes[at] = byte;
                    let _ = Module::read(&bytes);
                }
            }
        }
        let cut = &samples::SUMS[..samples::SUMS.len() - 1];
        assert!(matches!(Module::read(cut), Err(ModuleError::Broken { .. })));
    }

    #[test]
    fn types_as_compilers_for_garbage_collection_write_them_are_read() {
        let module = Module::read(samples::SUB).expect("a module");
        let seven = module.export("seven").expect("it is exported");
        assert_eq!(
            (seven.parameters.len(), &*seven.results),
            (0, &[ValueType::I32][..])
        );
        // A group of a structure, an array and a function that takes both, with a supertype and final.
        let group = [
            1, 0x4e, 3, // a group of three
            0x50, 0, 0x5f, 2, 0x7f, 1, 0x78, 0, // sub, struct of a mutable i32 and an i8
            0x4f, 0, 0x5e, 0x64, 0, 1, // sub final, array of mutable (ref 0)
            0x60, 2, 0x64, 0, 0x63, 1, 0, // (ref 0), (ref null 1)
        ];
        assert_eq!(parameters(&group, 2), ["(ref 0)", "(ref null 1)"]);
    }

    #[test]
    fn whatever_a_function_takes_has_its_name() {
        let types = [
            1, 0x60, 11, 0x7f, 0x7e, 0x7d, 0x7c, 0x7b, // numbers and a vector
            0x70, 0x6f, 0x6e, 0x6d, 0x6c, 0x69, // abstract types
            0,
        ];
        assert_eq!(
            parameters(&types, 0),
            [
                "i32",
                "i64",
                "f32",
                "f64",
                "v128",
                "funcref",
                "externref",
                "anyref",
                "eqref",
                "i31ref",
                "exnref"
            ]
        );
        let module = Module::read(&with_type(&types, 0)).expect("a module");
        let takes_numbers = module.exports[0].parameters.iter().map(|of| {
            matches!(
                of,
                ValueType::Reference {
                    takes_numbers: true,
                    ..
                }
            )
        });
        assert_eq!(takes_numbers.filter(|takes| *takes).count(), 2);
    }

    #[test]
    fn features_beyond_the_first_version_are_read() {
        let function: &[u8] = &[1, 0x60, 0, 0];
        let export: &[u8] = &[1, 1, b'f', 0, 0];
        let body: &[u8] = &[1, 2, 0, 0x0b];
        for (what, memory, tags) in [
            ("two memories", &[2, 0, 1, 0, 1][..], &[0][..]),
            ("a memory of 64 bits", &[1, 4, 1], &[0]),
            ("shared memory", &[1, 3, 1, 2], &[0]),
            ("exceptions", &[0], &[1, 0, 0]),
        ] {
            let bytes = module(&[
                (1, function),
                (3, &[1, 0]),
                (5, memory),
                (13, tags),
                (7, export),
                (10, body),
            ]);
            let module = Module::read(&bytes);
            assert_eq!(module.map(|of| of.exports.len()), Ok(1), "{what}");
        }
    }

    #[test]
    fn a_start_function_is_told() {
        let module = Module::read(samples::START).expect("a module");
        assert!(module.has_start);
        assert!(module.export("f").is_some());
    }

    #[test]
    fn an_export_of_what_is_not_there_is_named() {
        let bytes = module(&[(7, &[1, 1, b'f', 0, 3])]);
        let export = "f".to_owned();
        assert_eq!(
            Module::read(&bytes),
            Err(ModuleError::NoSuchFunction { export })
        );
        // A function of a type that is none of functions.
        let structure = with_type(&[1, 0x5f, 0], 0);
        assert!(matches!(
            Module::read(&structure),
            Err(ModuleError::NoSuchFunction { .. })
        ));
    }
}
