//! SQLite's interface to files, for those of [`super::files`]: pointers become what Rust knows, and errors
//! become codes. There is no shared memory, so no write-ahead log; a rollback journal is a file as any other.
#![allow(
    unsafe_code,
    reason = "SQLite calls through pointers to functions, with pointers to what it owns"
)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::OnceLock;

use rusqlite::ffi;

use super::files::{self, Handle, Mode};
use crate::conflict::LockState;
use crate::conflict::locks::LockError;

/// The name under which SQLite knows it.
pub(super) const NAME: &CStr = c"perf-playground-memory";

/// Names of databases have a few letters.
const PATH_BYTES_MAX: c_int = 128;

/// The Julian day on which the Unix epoch began; nothing that is played asks for the time.
const TODAY: f64 = 2_440_587.5;

/// Tells SQLite of it, once in the life of the process. An error is SQLite's code.
pub(super) fn register() -> Result<(), c_int> {
    static REGISTERED: OnceLock<c_int> = OnceLock::new();
    let code = *REGISTERED.get_or_init(|| {
        let vfs = Box::into_raw(Box::new(vfs()));
        // SAFETY: the structure is whole and is never freed, and its name and functions are static.
        unsafe { ffi::sqlite3_vfs_register(vfs, 0) }
    });
    if code == ffi::SQLITE_OK {
        Ok(())
    } else {
        Err(code)
    }
}

fn vfs() -> ffi::sqlite3_vfs {
    ffi::sqlite3_vfs {
        iVersion: 1,
        szOsFile: c_int::try_from(size_of::<OpenFile>()).unwrap_or(c_int::MAX),
        mxPathname: PATH_BYTES_MAX,
        pNext: std::ptr::null_mut(),
        zName: NAME.as_ptr(),
        pAppData: std::ptr::null_mut(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: None,
        xCurrentTimeInt64: None,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

/// What SQLite keeps room for: its own part first.
#[repr(C)]
struct OpenFile {
    base: ffi::sqlite3_file,
    /// From a box, until it is closed.
    handle: *mut Handle,
}

/// The handle of a file that is open.
///
/// # Safety
///
/// `file` was filled by [`open`] and not closed since.
unsafe fn handle<'a>(file: *mut ffi::sqlite3_file) -> &'a Handle {
    // SAFETY: `open` wrote an `OpenFile` there, whose handle lives until `close`; it is only ever shared.
    unsafe { &*(*file.cast::<OpenFile>()).handle }
}

/// A name of SQLite's, which has none for temporary files.
///
/// # Safety
///
/// `name` is null or ends with a zero, and stays as it is for as long as the result is used.
unsafe fn text<'a>(name: *const c_char) -> Option<Result<&'a str, c_int>> {
    if name.is_null() {
        return None;
    }
    // SAFETY: as the caller promises.
    let name = unsafe { CStr::from_ptr(name) };
    Some(name.to_str().map_err(|_| ffi::SQLITE_CANTOPEN))
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite's names end with a zero and outlive the call.
    let name = match unsafe { text(name) }.transpose() {
        Ok(name) => name,
        Err(code) => return code,
    };
    let has = |flag| flags & flag != 0;
    let mode = Mode {
        creates: has(ffi::SQLITE_OPEN_CREATE),
        is_new: has(ffi::SQLITE_OPEN_EXCLUSIVE),
        is_temporary: has(ffi::SQLITE_OPEN_DELETEONCLOSE),
    };
    let opened = Handle::open(name, mode);
    let is_open = opened.is_some();
    let opened = OpenFile {
        base: ffi::sqlite3_file {
            // Without methods it is not closed again.
            pMethods: if is_open {
                &raw const METHODS
            } else {
                std::ptr::null()
            },
        },
        handle: opened.map_or(std::ptr::null_mut(), |handle| {
            Box::into_raw(Box::new(handle))
        }),
    };
    // SAFETY: SQLite keeps `szOsFile` bytes there, aligned for any pointer.
    unsafe { file.cast::<OpenFile>().write(opened) };
    if !is_open {
        return ffi::SQLITE_CANTOPEN;
    }
    if !out_flags.is_null() {
        // SAFETY: it is not null, so it is SQLite's own integer.
        unsafe { out_flags.write(flags) };
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: an open file, which is closed once: its box is taken back, and its methods go with it.
    unsafe {
        let file = &mut *file.cast::<OpenFile>();
        file.base.pMethods = std::ptr::null();
        drop(Box::from_raw(file.handle));
        file.handle = std::ptr::null_mut();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    to: *mut c_void,
    amount: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    let (Ok(amount), Ok(offset)) = (usize::try_from(amount), u64::try_from(offset)) else {
        return ffi::SQLITE_IOERR_READ;
    };
    // SAFETY: SQLite's buffer is so long, initialised, and nobody else's during the call.
    let to = unsafe { std::slice::from_raw_parts_mut(to.cast::<u8>(), amount) };
    // SAFETY: SQLite reads open files.
    if unsafe { handle(file) }.read(to, offset) < amount {
        return ffi::SQLITE_IOERR_SHORT_READ;
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    let (Ok(amount), Ok(offset)) = (usize::try_from(amount), u64::try_from(offset)) else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    // SAFETY: SQLite's buffer is so long and stays as it is during the call.
    let from = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), amount) };
    // SAFETY: SQLite writes to open files.
    match unsafe { handle(file) }.write(from, offset) {
        Ok(()) => ffi::SQLITE_OK,
        Err(files::Full) => ffi::SQLITE_FULL,
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    let Ok(size) = u64::try_from(size) else {
        return ffi::SQLITE_IOERR_TRUNCATE;
    };
    // SAFETY: SQLite truncates open files.
    unsafe { handle(file) }.truncate(size);
    ffi::SQLITE_OK
}

/// What is written is there.
unsafe extern "C" fn sync(_file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_size(
    file: *mut ffi::sqlite3_file,
    size: *mut ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite measures open files.
    let found = unsafe { handle(file) }.size();
    let found = ffi::sqlite3_int64::try_from(found).unwrap_or(ffi::sqlite3_int64::MAX);
    // SAFETY: SQLite's own integer.
    unsafe { size.write(found) };
    ffi::SQLITE_OK
}

fn state(level: c_int) -> Option<LockState> {
    LockState::ALL.get(usize::try_from(level).ok()?).copied()
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let Some(wanted) = state(level) else {
        return ffi::SQLITE_IOERR_LOCK;
    };
    // SAFETY: SQLite locks open files.
    match unsafe { handle(file) }.raise(wanted) {
        Ok(()) => ffi::SQLITE_OK,
        Err(LockError::Busy) => ffi::SQLITE_BUSY,
        Err(LockError::Order { .. }) => ffi::SQLITE_IOERR_LOCK,
    }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let Some(to) = state(level) else {
        return ffi::SQLITE_IOERR_UNLOCK;
    };
    // SAFETY: SQLite unlocks open files.
    unsafe { handle(file) }.lower(to);
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(
    file: *mut ffi::sqlite3_file,
    is_reserved: *mut c_int,
) -> c_int {
    // SAFETY: SQLite asks of open files.
    let found = unsafe { handle(file) }.is_reserved();
    // SAFETY: SQLite's own integer.
    unsafe { is_reserved.write(c_int::from(found)) };
    ffi::SQLITE_OK
}

/// There is nothing to control.
unsafe extern "C" fn file_control(
    _file: *mut ffi::sqlite3_file,
    _operation: c_int,
    _argument: *mut c_void,
) -> c_int {
    ffi::SQLITE_NOTFOUND
}

/// That of the disks which SQLite takes for granted.
unsafe extern "C" fn sector_size(_file: *mut ffi::sqlite3_file) -> c_int {
    4_096
}

/// It promises nothing, so that SQLite is as careful as with any disk.
unsafe extern "C" fn device_characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    0
}

unsafe extern "C" fn delete(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _sync_directory: c_int,
) -> c_int {
    // SAFETY: SQLite's names end with a zero and outlive the call.
    match unsafe { text(name) } {
        Some(Ok(name)) if files::delete(name) => ffi::SQLITE_OK,
        _ => ffi::SQLITE_IOERR_DELETE_NOENT,
    }
}

unsafe extern "C" fn access(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _flags: c_int,
    result: *mut c_int,
) -> c_int {
    // SAFETY: SQLite's names end with a zero and outlive the call.
    let is_there = matches!(unsafe { text(name) }, Some(Ok(name)) if files::exists(name));
    // SAFETY: SQLite's own integer.
    unsafe { result.write(c_int::from(is_there)) };
    ffi::SQLITE_OK
}

/// Names are whole as they are.
unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    to: *mut c_char,
) -> c_int {
    if name.is_null() {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: it is not null, and SQLite's names end with a zero.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if usize::try_from(room).is_ok_and(|room| name.len() <= room) {
        // SAFETY: there is room, as was just compared, and it is not the name's own.
        unsafe { to.copy_from_nonoverlapping(name.as_ptr().cast(), name.len()) };
        return ffi::SQLITE_OK;
    }
    ffi::SQLITE_CANTOPEN
}

/// SQLite asks its default for chance, not this.
unsafe extern "C" fn randomness(
    _vfs: *mut ffi::sqlite3_vfs,
    _room: c_int,
    _to: *mut c_char,
) -> c_int {
    0
}

/// Time is virtual: nobody waits.
unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

unsafe extern "C" fn current_time(_vfs: *mut ffi::sqlite3_vfs, day: *mut f64) -> c_int {
    // SAFETY: SQLite's own number.
    unsafe { day.write(TODAY) };
    ffi::SQLITE_OK
}
