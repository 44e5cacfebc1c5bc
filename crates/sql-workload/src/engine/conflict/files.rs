//! Files in memory that everybody in the process may open by name, with SQLite's locks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::conflict::LockState;
use crate::conflict::locks::{LockError, Locks};

/// How large a file may be; the databases of scenarios have a few pages.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

#[derive(Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    locks: Locks,
}

type File = Arc<Mutex<Content>>;

#[derive(Debug, Default)]
struct Files {
    by_name: BTreeMap<String, File>,
    /// The number of whoever opens a file next.
    next_holder: u64,
}

static FILES: Mutex<Files> = Mutex::new(Files {
    by_name: BTreeMap::new(),
    next_holder: 0,
});

/// A thread that panicked left a file as it would have left one on a disk.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A write goes beyond what a file may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

/// How a file is to be opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    /// It is made if it is not there.
    pub(super) creates: bool,
    /// It must not be there.
    pub(super) is_new: bool,
    /// It goes when it is closed.
    pub(super) is_temporary: bool,
}

/// A file that somebody has open.
#[derive(Debug)]
pub(super) struct Handle {
    file: File,
    holder: u64,
    /// Its name, if it goes when it is closed.
    temporary: Option<String>,
}

impl Handle {
    /// Opens the file of a name, or one without; `None` where it is not there, or there and should not be.
    pub(super) fn open(name: Option<&str>, mode: Mode) -> Option<Self> {
        let mut files = lock(&FILES);
        let file = match name {
            None => File::default(),
            Some(name) => match files.by_name.get(name) {
                Some(_) if mode.is_new => return None,
                Some(file) => Arc::clone(file),
                None if !mode.creates => return None,
                None => Arc::clone(files.by_name.entry(name.to_owned()).or_default()),
            },
        };
        let holder = files.next_holder;
        files.next_holder += 1;
        lock(&file).locks.enter(holder);
        Some(Self {
            file,
            holder,
            temporary: name.filter(|_| mode.is_temporary).map(str::to_owned),
        })
    }

    /// Reads as much as there is, and gives how much that was; the rest is zero.
    pub(super) fn read(&self, to: &mut [u8], offset: u64) -> usize {
        let content = lock(&self.file);
        let start = index(offset).min(content.bytes.len());
        let there = &content.bytes[start..];
        let length = there.len().min(to.len());
        to[..length].copy_from_slice(&there[..length]);
        to[length..].fill(0);
        length
    }

    /// Writes all of it; between the file's end and the offset there are zeros then.
    pub(super) fn write(&self, from: &[u8], offset: u64) -> Result<(), Full> {
        let start = index(offset);
        let end = start
            .checked_add(from.len())
            .filter(|end| *end <= FILE_BYTES_MAX)
            .ok_or(Full)?;
        let mut content = lock(&self.file);
        if content.bytes.len() < end {
            content.bytes.resize(end, 0);
        }
        content.bytes[start..end].copy_from_slice(from);
        Ok(())
    }

    /// Ends it there; it does not grow.
    pub(super) fn truncate(&self, size: u64) {
        lock(&self.file).bytes.truncate(index(size));
    }

    pub(super) fn size(&self) -> u64 {
        lock(&self.file).bytes.len() as u64
    }

    pub(super) fn raise(&self, wanted: LockState) -> Result<(), LockError> {
        lock(&self.file).locks.raise(self.holder, wanted)
    }

    pub(super) fn lower(&self, to: LockState) {
        lock(&self.file).locks.lower(self.holder, to);
    }

    pub(super) fn is_reserved(&self) -> bool {
        lock(&self.file).locks.is_reserved()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        lock(&self.file).locks.leave(self.holder);
        if let Some(name) = &self.temporary {
            delete(name);
        }
    }
}

/// Bytes of a file are in memory, so an offset beyond what `usize` holds is beyond its end.
fn index(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Takes a name away, and says whether it was there. Who has the file open keeps it.
pub(super) fn delete(name: &str) -> bool {
    lock(&FILES).by_name.remove(name).is_some()
}

pub(super) fn exists(name: &str) -> bool {
    lock(&FILES).by_name.contains_key(name)
}

/// What each has of a file that has it open, in the order in which they opened it.
pub(super) fn lock_states(name: &str) -> Vec<LockState> {
    let file = lock(&FILES).by_name.get(name).cloned();
    file.map_or_else(Vec::new, |file| lock(&file).locks.states().collect())
}

/// Gives a file's content, as it is, a second name. For tests of what is left behind by a crash.
#[cfg(test)]
pub(super) fn copy(from: &str, to: &str) {
    let mut files = lock(&FILES);
    if let Some(file) = files.by_name.get(from) {
        let content = Content {
            bytes: lock(file).bytes.clone(),
            locks: Locks::default(),
        };
        files
            .by_name
            .insert(to.to_owned(), Arc::new(Mutex::new(content)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODE: Mode = Mode {
        creates: true,
        is_new: false,
        is_temporary: false,
    };

    #[test]
    fn a_file_is_shared_by_its_name() {
        let one = Handle::open(Some("files-shared"), MODE).expect("made");
        let other = Handle::open(Some("files-shared"), MODE).expect("there");
        assert_eq!(one.write(b"cd", 2), Ok(()));
        let mut bytes = [9; 6];
        assert_eq!(other.read(&mut bytes, 0), 4);
        assert_eq!(&bytes, b"\0\0cd\0\0");
        assert_eq!(other.read(&mut bytes, 100), 0);
        one.truncate(3);
        one.truncate(8);
        assert_eq!(other.size(), 3);
        assert_eq!(one.write(b"x", FILE_BYTES_MAX as u64), Err(Full));
        assert_eq!(one.write(b"x", u64::MAX), Err(Full));
        // Who has it open keeps it when its name is gone.
        assert!(delete("files-shared") && !delete("files-shared"));
        assert_eq!(other.size(), 3);
        let anew = Handle::open(Some("files-shared"), MODE).expect("made anew");
        assert_eq!(anew.size(), 0);
        delete("files-shared");
    }

    #[test]
    fn a_file_is_opened_as_its_mode_says() {
        let name = Some("files-mode");
        let there_only = Mode {
            creates: false,
            ..MODE
        };
        assert!(Handle::open(name, there_only).is_none());
        let new = Mode {
            is_new: true,
            is_temporary: true,
            ..MODE
        };
        let handle = Handle::open(name, new).expect("made");
        assert!(Handle::open(name, new).is_none());
        assert!(exists("files-mode"));
        drop(handle);
        assert!(!exists("files-mode"));
        let nameless = Handle::open(None, new).expect("made");
        assert_eq!(nameless.write(b"x", 0), Ok(()));
    }

    #[test]
    fn who_closes_a_file_gives_its_locks_back() {
        let name = "files-locks";
        let one = Handle::open(Some(name), MODE).expect("made");
        let other = Handle::open(Some(name), MODE).expect("there");
        for state in [LockState::Shared, LockState::Exclusive] {
            assert_eq!(one.raise(state), Ok(()));
        }
        assert!(other.is_reserved());
        assert_eq!(lock_states(name), [LockState::Exclusive, LockState::None]);
        assert_eq!(other.raise(LockState::Shared), Err(LockError::Busy));
        drop(one);
        assert_eq!(other.raise(LockState::Shared), Ok(()));
        other.lower(LockState::None);
        assert_eq!(lock_states(name), [LockState::None]);
        delete(name);
    }
}
