//! Programs that the lab offers, each made to show one thing.

use crate::{ModuleKind, Program, Settings, VirtualFile};

/// A program that is offered.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in links.
    pub id: &'static str,
    /// Its text.
    pub source: &'static str,
    /// How Node loads it.
    pub kind: ModuleKind,
    /// Virtual microseconds until the disk answers, where that is to be seen better than usual.
    pub disk_us: Option<u32>,
}

/// A `CommonJS` program on the usual settings.
const fn usual(id: &'static str, source: &'static str) -> Preset {
    Preset {
        id,
        source,
        kind: ModuleKind::CommonJs,
        disk_us: None,
    }
}

/// All of them; the first is what the lab begins with.
pub static PRESETS: &[Preset] = &[
    usual("demonstration", include_str!("presets/demonstration.js")),
    usual("race", include_str!("presets/race.js")),
    Preset {
        disk_us: Some(1_500),
        ..usual("reading", include_str!("presets/reading.js"))
    },
    usual("starving-ticks", include_str!("presets/starving-ticks.js")),
    usual(
        "starving-microtasks",
        include_str!("presets/starving-microtasks.js"),
    ),
    Preset {
        disk_us: Some(1_000),
        ..usual("awaiting", include_str!("presets/awaiting.js"))
    },
    usual("slices", include_str!("presets/slices.js")),
    usual("pool", include_str!("presets/pool.js")),
    usual("returning", include_str!("presets/returning.js")),
    usual("rejection", include_str!("presets/rejection.js")),
    usual("emitter", include_str!("presets/emitter.js")),
];

impl Preset {
    /// The preset of that name.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> Program {
        Program {
            source: self.source.to_owned(),
            kind: self.kind,
        }
    }

    /// On what it runs.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let usual = Settings::default();
        Settings {
            disk_us: self.disk_us.unwrap_or(usual.disk_us),
            files: disk(),
            ..usual
        }
    }
}

/// What is on the disk, for the presets and for programs of one's own.
#[must_use]
pub fn disk() -> Vec<VirtualFile> {
    let file = |path: &str, size: u64, text: &str| VirtualFile {
        path: path.to_owned(),
        size,
        text: text.to_owned(),
    };
    vec![
        // As many bytes as four reads of `fs.readFile` or 32 of a stream take.
        file("large-file.txt", 2 << 20, ""),
        file("a.txt", 6, "Anton\n"),
        file("b.txt", 6, "Berta\n"),
        file("c.txt", 7, "Cäsar\n"),
        file("d.txt", 5, "Dora\n"),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_is_short_has_a_name_of_its_own_and_can_be_run() {
        let ids: BTreeSet<&str> = PRESETS.iter().map(|preset| preset.id).collect();
        assert_eq!(ids.len(), PRESETS.len());
        for preset in PRESETS {
            let lines = preset.source.lines().count();
            assert!((8..=25).contains(&lines), "{}: {lines} lines", preset.id);
            let widest = preset.source.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(84), "{}: {widest:?}", preset.id);
            assert_eq!(preset.settings().check(), Ok(()));
            assert!(Preset::find(preset.id).is_some());
        }
    }

    #[test]
    fn each_file_that_a_program_reads_is_on_the_disk() {
        let files: Vec<String> = disk().into_iter().map(|file| file.path).collect();
        for preset in PRESETS {
            let quoted = preset.source.split('\'').skip(1).step_by(2);
            for name in quoted.filter(|text| text.contains(".txt")) {
                assert!(files.iter().any(|file| file == name), "{name}");
            }
        }
    }
}
