//! Reads what a WebAssembly module imports and exports, so that a form can offer its functions
//! before anything of it runs. Whether the rest of the file is right the browser finds out.
//!
//! Source: the binary format in the WebAssembly core specification, chapter 5.5.

use std::fmt;

/// What every module starts with: `\0asm`, and the version of the format.
const MAGIC: [u8; 8] = [0, b'a', b's', b'm', 1, 0, 0, 0];

/// What starts the description of a type of functions.
const FUNCTION_TYPE: u8 = 0x60;

/// The most entries of one list that are read; the format's own limits are in that range.
const ENTRIES_MAX: u32 = 1_000_000;

/// How many imports an error names.
const NAMED_MAX: usize = 8;

/// What the page has to know of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its functions that can be called from outside.
    pub exports: Vec<Export>,
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

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Whole, 32 bits.
    I32,
    /// Whole, 64 bits; a `BigInt` in JavaScript.
    I64,
    /// With a point, 32 bits.
    F32,
    /// With a point, 64 bits.
    F64,
    /// None of the numbers: a vector or a reference, by its byte in the file.
    Other(u8),
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleError {
    /// It is something else.
    NotWasm {
        /// Its first bytes, in hexadecimal; empty if it has none.
        found: String,
    },
    /// It is broken.
    Broken {
        /// Where.
        offset: usize,
        /// What is wrong there.
        defect: Defect,
    },
    /// It is written in a part of the format that is not read here.
    UnknownType {
        /// Where.
        offset: usize,
        /// The byte that stands there.
        form: u8,
    },
    /// It cannot run by itself.
    Imports {
        /// How many.
        count: usize,
        /// The first of them, as `module.name`.
        names: Vec<String>,
    },
}

/// How a module is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// It ends in the middle of something.
    CutOff,
    /// A number has more than 32 bits.
    LargeNumber,
    /// A list has more entries than are read.
    LongList,
    /// A name is not in UTF-8.
    NotUtf8,
    /// An import is of a kind that the format does not know.
    UnknownImport,
    /// An export is of a function that the module does not have.
    NoSuchFunction,
}

impl Module {
    /// Reads a file. A module that has imports is refused with their names.
    pub fn read(bytes: &[u8]) -> Result<Self, ModuleError> {
        if bytes.get(..MAGIC.len()) != Some(&MAGIC) {
            return Err(not_wasm(bytes));
        }
        let mut reader = Reader {
            bytes,
            at: MAGIC.len(),
        };
        let mut types = Vec::new();
        let mut functions = Vec::new();
        let mut exports = Vec::new();
        while reader.at < bytes.len() {
            let id = reader.byte()?;
            let mut section = reader.section()?;
            match id {
                1 => types = section.list(Reader::function_type)?,
                2 => section.imports()?,
                3 => functions = section.list(Reader::number)?,
                7 => exports = section.list(Reader::export)?,
                // Nothing in the others says how a function is called.
                _ => {}
            }
        }
        let exports = exports.into_iter().flatten().map(|(name, index, offset)| {
            let signature = functions
                .get(index as usize)
                .and_then(|of| types.get(*of as usize));
            let (parameters, results): &(Vec<ValueType>, Vec<ValueType>) =
                signature.ok_or(ModuleError::Broken {
                    offset,
                    defect: Defect::NoSuchFunction,
                })?;
            Ok(Export {
                name,
                parameters: parameters.clone(),
                results: results.clone(),
            })
        });
        Ok(Self {
            exports: exports.collect::<Result<_, ModuleError>>()?,
        })
    }

    /// The function of this name.
    #[must_use]
    pub fn export(&self, name: &str) -> Option<&Export> {
        self.exports.iter().find(|export| export.name == name)
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::I32 => formatter.write_str("i32"),
            Self::I64 => formatter.write_str("i64"),
            Self::F32 => formatter.write_str("f32"),
            Self::F64 => formatter.write_str("f64"),
            Self::Other(byte) => write!(formatter, "{byte:#04x}"),
        }
    }
}

fn not_wasm(bytes: &[u8]) -> ModuleError {
    let first = bytes.iter().take(MAGIC.len());
    let found: Vec<String> = first.map(|byte| format!("{byte:02x}")).collect();
    ModuleError::NotWasm {
        found: found.join(" "),
    }
}

/// Reads from the front of what is left.
struct Reader<'a> {
    /// The file up to the end of what may be read.
    bytes: &'a [u8],
    at: usize,
}

/// A function's name, its index, and where in the file that stands.
type ExportedFunction = (String, u32, usize);

impl<'a> Reader<'a> {
    fn broken<T>(&self, defect: Defect) -> Result<T, ModuleError> {
        Err(ModuleError::Broken {
            offset: self.at,
            defect,
        })
    }

    fn byte(&mut self) -> Result<u8, ModuleError> {
        let Some(byte) = self.bytes.get(self.at) else {
            return self.broken(Defect::CutOff);
        };
        self.at += 1;
        Ok(*byte)
    }

    /// A number without sign, in LEB128.
    fn number(&mut self) -> Result<u32, ModuleError> {
        let mut number = 0_u32;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            if bits.leading_zeros() < shift {
                break;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        self.broken(Defect::LargeNumber)
    }

    fn take(&mut self, length: u32) -> Result<&'a [u8], ModuleError> {
        let end = self.at.saturating_add(length as usize);
        let Some(bytes) = self.bytes.get(self.at..end) else {
            return self.broken(Defect::CutOff);
        };
        self.at = end;
        Ok(bytes)
    }

    /// A reader of the section whose length comes next; this one goes on behind it.
    fn section(&mut self) -> Result<Self, ModuleError> {
        let length = self.number()?;
        let at = self.at;
        self.take(length)?;
        Ok(Self {
            bytes: &self.bytes[..self.at],
            at,
        })
    }

    fn count(&mut self) -> Result<u32, ModuleError> {
        let count = self.number()?;
        if count > ENTRIES_MAX {
            return self.broken(Defect::LongList);
        }
        Ok(count)
    }

    fn list<T>(
        &mut self,
        mut entry: impl FnMut(&mut Self) -> Result<T, ModuleError>,
    ) -> Result<Vec<T>, ModuleError> {
        (0..self.count()?).map(|_| entry(self)).collect()
    }

    fn name(&mut self) -> Result<String, ModuleError> {
        let length = self.number()?;
        match std::str::from_utf8(self.take(length)?) {
            Ok(name) => Ok(name.to_owned()),
            Err(_) => self.broken(Defect::NotUtf8),
        }
    }

    fn value_type(&mut self) -> Result<ValueType, ModuleError> {
        let byte = self.byte()?;
        Ok(match byte {
            0x7f => ValueType::I32,
            0x7e => ValueType::I64,
            0x7d => ValueType::F32,
            0x7c => ValueType::F64,
            // A reference to a type that is named behind it.
            0x63 | 0x64 => {
                self.number()?;
                ValueType::Other(byte)
            }
            _ => ValueType::Other(byte),
        })
    }

    fn function_type(&mut self) -> Result<(Vec<ValueType>, Vec<ValueType>), ModuleError> {
        let offset = self.at;
        let form = self.byte()?;
        if form != FUNCTION_TYPE {
            return Err(ModuleError::UnknownType { offset, form });
        }
        Ok((self.list(Self::value_type)?, self.list(Self::value_type)?))
    }

    /// Fails if there is any, with the names of as many as are of use to a person.
    fn imports(&mut self) -> Result<(), ModuleError> {
        let count = self.count()?;
        let mut names = Vec::new();
        for _ in 0..count {
            if names.len() == NAMED_MAX {
                names.push("…".to_owned());
                break;
            }
            let (module, name) = (self.name()?, self.name()?);
            names.push(format!("{module}.{name}"));
            self.import_type()?;
        }
        if names.is_empty() {
            return Ok(());
        }
        Err(ModuleError::Imports {
            count: count as usize,
            names,
        })
    }

    fn import_type(&mut self) -> Result<(), ModuleError> {
        match self.byte()? {
            0 => {
                self.number()?;
            }
            1 => {
                self.value_type()?;
                self.limits()?;
            }
            2 => self.limits()?,
            3 => {
                self.value_type()?;
                self.byte()?;
            }
            4 => {
                self.byte()?;
                self.number()?;
            }
            _ => {
                return self.broken(Defect::UnknownImport);
            }
        }
        Ok(())
    }

    fn limits(&mut self) -> Result<(), ModuleError> {
        const HAS_MAX: u8 = 1;
        let flags = self.byte()?;
        self.number()?;
        if flags & HAS_MAX != 0 {
            self.number()?;
        }
        Ok(())
    }

    /// An export, if it is a function.
    fn export(&mut self) -> Result<Option<ExportedFunction>, ModuleError> {
        let name = self.name()?;
        let kind = self.byte()?;
        let offset = self.at;
        let index = self.number()?;
        Ok((kind == 0).then_some((name, index, offset)))
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
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::own_code::words;
    use crate::texts::Locale;
    use crate::texts::tests::said;

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
        // A component starts alike and has another version.
        assert!(Module::read(&[0, 97, 115, 109, 13, 0, 1, 0]).is_err());
    }

    #[test]
    fn no_beginning_of_a_module_makes_it_panic() {
        for sample in [samples::SUMS, samples::WANTS] {
            for length in 0..sample.len() {
                let _ = Module::read(&sample[..length]);
            }
            for at in 8..sample.len() {
                for byte in [0, 1, 0x7f, 0x80, 0xff] {
                    let mut bytes = sample.to_vec();
                    bytes[at] = byte;
                    let _ = Module::read(&bytes);
                }
            }
        }
        let cut = &samples::SUMS[..samples::SUMS.len() - 1];
        let Err(ModuleError::Broken { defect, .. }) = Module::read(cut) else {
            panic!("its last section is not whole");
        };
        assert_eq!(defect, Defect::CutOff);
    }

    #[test]
    fn a_number_may_have_32_bits_and_no_more() {
        let read = |bytes: &[u8]| Reader { bytes, at: 0 }.number();
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Ok(u32::MAX));
        assert_eq!(read(&[0xe5, 0x8e, 0x26]), Ok(624_485));
        assert!(read(&[0xff, 0xff, 0xff, 0xff, 0x1f]).is_err());
        assert!(read(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]).is_err());
        assert!(read(&[0x80]).is_err());
    }

    #[test]
    fn other_types_than_functions_are_named() {
        let structure = [0, 97, 115, 109, 1, 0, 0, 0, 1, 2, 1, 0x5f];
        assert_eq!(
            Module::read(&structure),
            Err(ModuleError::UnknownType {
                offset: 11,
                form: 0x5f
            })
        );
    }
}
