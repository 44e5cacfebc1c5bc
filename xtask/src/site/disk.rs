//! Files of a site, read from the parts that were built and written to where they are served.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Files, has_extension};
use crate::files;

/// Files that are worth a compressed copy.
pub(super) const COMPRESSED_EXTENSIONS: &[&str] = &[
    "html",
    "js",
    "mjs",
    "css",
    "wasm",
    "bin",
    "svg",
    "rs",
    "txt",
    "webmanifest",
];

pub(super) fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let file = folder.join(name);
    fs::read(&file).with_context(|| format!("{} could not be read", file.display()))
}

pub(super) fn read_all(folder: &Path, prefix: &str) -> Result<Files> {
    files::below(folder)?
        .into_iter()
        .map(|(name, path)| {
            let bytes =
                fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
            Ok((format!("{prefix}{name}"), bytes))
        })
        .collect()
}

/// Writes the files, and compressed copies beside those that are worth it.
pub(super) fn write_all(folder: &Path, site: &Files, quality: i32) -> Result<()> {
    for (name, bytes) in site {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes)
            .with_context(|| format!("{} could not be written", path.display()))?;
        if has_extension(name, COMPRESSED_EXTENSIONS) {
            fs::write(folder.join(format!("{name}.br")), compress(bytes, quality)?)?;
        }
    }
    Ok(())
}

pub(super) fn compress(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    const BUFFER_BYTES: usize = 64 * 1024;
    const WINDOW_BITS: u32 = 22;
    let quality = u32::try_from(quality)?;
    let mut compressed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut compressed, BUFFER_BYTES, quality, WINDOW_BITS);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(compressed)
}

/// Puts `fresh` into the place of `dist` by renaming, so that a running server sees the old site
/// or the new one and never a half.
pub(super) fn swap(fresh: &Path, dist: &Path, staging: &Path) -> Result<()> {
    let old = staging.join(format!("old-{}", std::process::id()));
    let _ = fs::remove_dir_all(&old);
    if dist.exists() {
        fs::rename(dist, &old)
            .with_context(|| format!("{} could not be moved away", dist.display()))?;
    }
    fs::rename(fresh, dist).with_context(|| {
        format!(
            "{} could not be moved to {}",
            fresh.display(),
            dist.display()
        )
    })?;
    // Only disk space is lost if this fails.
    let _ = fs::remove_dir_all(&old);
    Ok(())
}
