//! Gives what the app's module imports short names. wasm-bindgen tells apart by sixteen digits of a hash what it
//! imports, four hundred times, in the module and in the script that gives it: a tenth of what every visitor fetches
//! for nothing, because no compression finds anything in a hash.
//!
//! Only the import section is read, which a library for all of WebAssembly would take longer to be compiled for than
//! the rest of this takes.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// Bytes of a module before its first section: its magic and its version.
const PREAMBLE: usize = 8;

/// The section of a module that names what it imports.
const IMPORTS: u8 = 2;

/// Digits of a hash at the end of a name.
const HASH_DIGITS: usize = 16;

/// Shortens the names of a module's imports, in its file and in that of the script that gives them.
pub(crate) fn shorten(module: &Path, script: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let text =
        fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    let (bytes, names) =
        with_short_names(&bytes).with_context(|| format!("{} is no module", module.display()))?;
    let text = renamed(&text, &names)
        .with_context(|| format!("{} does not fit its module", script.display()))?;
    fs::write(module, bytes).with_context(|| format!("cannot write {}", module.display()))?;
    fs::write(script, text).with_context(|| format!("cannot write {}", script.display()))
}

/// Short names by the long ones that they replace.
type Names = HashMap<String, String>;

/// The module with short names in place of those that end in a hash.
fn with_short_names(module: &[u8]) -> Result<(Vec<u8>, Names)> {
    let mut reader = Reader {
        bytes: module,
        at: 0,
    };
    let mut made = reader.take(PREAMBLE)?.to_vec();
    let mut names = Names::new();
    while reader.at < module.len() {
        let id = reader.byte()?;
        let size = reader.number()?;
        let section = reader.take(size)?;
        made.push(id);
        if id == IMPORTS {
            let section = with_short_imports(section, &mut names)?;
            write_number(&mut made, section.len());
            made.extend(section);
        } else {
            write_number(&mut made, size);
            made.extend(section);
        }
    }
    Ok((made, names))
}

fn with_short_imports(section: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let mut reader = Reader {
        bytes: section,
        at: 0,
    };
    let count = reader.number()?;
    let mut made = Vec::with_capacity(section.len());
    write_number(&mut made, count);
    for _ in 0..count {
        let from = reader.name()?;
        let name = reader.name()?;
        let start = reader.at;
        reader.skip_type()?;
        let short = if has_hash(name) {
            let next = format!("i{}", names.len());
            names.entry(name.to_owned()).or_insert(next).as_str()
        } else {
            name
        };
        for text in [from, short] {
            write_number(&mut made, text.len());
            made.extend(text.as_bytes());
        }
        made.extend(&section[start..reader.at]);
    }
    ensure!(reader.at == section.len(), "more imports than are counted");
    Ok(made)
}

fn has_hash(name: &str) -> bool {
    name.rsplit_once('_').is_some_and(|(_, digits)| {
        digits.len() == HASH_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// The script with the short names, each of which it has to have.
fn renamed(script: &str, names: &Names) -> Result<String> {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut made = String::with_capacity(script.len());
    let mut found: HashMap<&str, usize> = HashMap::new();
    let mut rest = script;
    while let Some(start) = rest.find(is_of_name) {
        let (before, word) = rest.split_at(start);
        let end = word
            .find(|letter| !is_of_name(letter))
            .unwrap_or(word.len());
        let (word, behind) = word.split_at(end);
        made.push_str(before);
        if let Some((long, short)) = names.get_key_value(word) {
            *found.entry(long).or_default() += 1;
            made.push_str(short);
        } else {
            ensure!(
                !names.values().any(|short| short == word),
                "{word} is taken"
            );
            made.push_str(word);
        }
        rest = behind;
    }
    made.push_str(rest);
    if let Some(missing) = names.keys().find(|name| !found.contains_key(name.as_str())) {
        bail!("it has no {missing}");
    }
    Ok(made)
}

/// Reads WebAssembly's binary format.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(count).context("too long")?;
        let taken = self.bytes.get(self.at..end).context("it ends too early")?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned number in LEB128 of at most 32 bits.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(usize::try_from(number)?);
            }
        }
        bail!("a number is too long")
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }

    /// What kind of thing is imported, and its type.
    fn skip_type(&mut self) -> Result<()> {
        const HAS_MAXIMUM: u8 = 1;
        match self.byte()? {
            // A function.
            0 => {
                self.number()?;
            }
            // A table, of elements of a type.
            1 => {
                self.byte()?;
                self.skip_limits(HAS_MAXIMUM)?;
            }
            // A memory.
            2 => self.skip_limits(HAS_MAXIMUM)?,
            // A global: its type, and whether it changes.
            3 => {
                self.take(2)?;
            }
            kind => bail!("an import is of kind {kind}"),
        }
        Ok(())
    }

    fn skip_limits(&mut self, has_maximum: u8) -> Result<()> {
        let flags = self.byte()?;
        self.number()?;
        if flags & has_maximum != 0 {
            self.number()?;
        }
        Ok(())
    }
}

fn write_number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        #[allow(clippy::cast_possible_truncation, reason = "seven bits")]
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "__wbg_log_0123456789abcdef";

    /// A module that imports a function of that name, a memory and a table, and has a section behind them.
    fn module(name: &str) -> Vec<u8> {
        let mut imports = vec![3];
        for (name, of) in [
            (name, &[0_u8, 5][..]),
            ("memory", &[2, 1, 1, 0x80, 2]),
            ("table", &[1, 0x70, 0, 9]),
        ] {
            for text in ["./a.js", name] {
                write_number(&mut imports, text.len());
                imports.extend(text.as_bytes());
            }
            imports.extend(of);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(IMPORTS);
        write_number(&mut module, imports.len());
        module.extend(imports);
        module.extend([11, 2, 1, 2]);
        module
    }

    #[test]
    fn names_with_a_hash_become_short_in_module_and_script() {
        let (made, names) = with_short_names(&module(LONG)).expect("a module");
        assert_eq!(made, module("i0"));
        let script = format!("imports.{LONG}=()=>x;const {LONG}s=1;");
        let script = renamed(&script, &names).expect("it fits");
        assert_eq!(script, format!("imports.i0=()=>x;const {LONG}s=1;"));
    }

    #[test]
    fn names_without_a_hash_stay() {
        let plain = module("__wbindgen_init_externref_table");
        let (made, names) = with_short_names(&plain).expect("a module");
        assert_eq!((made, names.len()), (plain, 0));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let (_, names) = with_short_names(&module(LONG)).expect("a module");
        let reason = |script: &str| renamed(script, &names).map_err(|error| error.to_string());
        assert_eq!(reason("let x"), Err(format!("it has no {LONG}")));
        assert_eq!(
            reason(&format!("let i0; {LONG}")),
            Err("i0 is taken".to_owned())
        );
        let cut = &module(LONG)[..30];
        assert!(with_short_names(cut).is_err());
    }
}
