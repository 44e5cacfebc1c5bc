//! What processes cost, as Linux tells in `/proc`.

use std::fs;

use anyhow::{Context, Result, bail};
use serde::Serialize;

/// A process and those that it started, and those that they did.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    processes: Vec<Stat>,
}

/// Resident memory of a tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Memory {
    /// What is shared by processes counts in each.
    pub(crate) rss_mib: f64,
    /// What is shared by processes is shared out among them.
    pub(crate) pss_mib: f64,
}

/// Processor time between two looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cpu {
    pub(crate) total_s: f64,
    /// The busiest process's part of it, from 0 to 1.
    pub(crate) busiest_share: f64,
}

/// Processor time of the whole machine, in ticks since it was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Machine {
    /// Of all processes and of the system.
    busy: u64,
    /// What the machine below a virtual one gave to others.
    stolen: u64,
}

impl Machine {
    pub(crate) fn now() -> Result<Self> {
        let text = fs::read_to_string("/proc/stat").context("/proc/stat")?;
        machine(&text).context("/proc/stat is not as Linux writes it")
    }

    /// Processor time since an earlier look that was not these seconds of ours: that of other programs, and
    /// what was stolen.
    pub(crate) fn others_s(self, earlier: Self, ours_s: f64) -> f64 {
        let per_second = rustix::param::clock_ticks_per_second() as f64;
        let ticks = (self.busy - earlier.busy) + (self.stolen - earlier.stolen);
        (ticks as f64 / per_second - ours_s).max(0.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stat {
    pid: u32,
    parent: u32,
    /// Of its own.
    ticks: u64,
    /// Of its children that have ended.
    ended_ticks: u64,
}

impl Memory {
    /// The larger of both, figure by figure.
    pub(crate) fn most(self, other: Self) -> Self {
        Self {
            rss_mib: self.rss_mib.max(other.rss_mib),
            pss_mib: self.pss_mib.max(other.pss_mib),
        }
    }
}

impl Tree {
    /// As it is now.
    pub(crate) fn of(root: u32) -> Result<Self> {
        let mut all = Vec::new();
        for entry in fs::read_dir("/proc").context("/proc tells what processes cost")? {
            let name = entry?.file_name();
            if name
                .to_str()
                .is_some_and(|name| name.parse::<u32>().is_ok())
            {
                let file = format!("/proc/{}/stat", name.to_string_lossy());
                // A process may have ended meanwhile.
                all.extend(fs::read_to_string(file).ok().and_then(|text| stat(&text)));
            }
        }
        let processes = descendants(&all, root);
        if processes.is_empty() {
            bail!("the server, process {root}, has ended");
        }
        Ok(Self { processes })
    }

    /// Resident memory now. What cannot be read counts as nothing.
    pub(crate) fn memory(&self) -> Memory {
        let mut sum = Memory::default();
        for process in &self.processes {
            let file = format!("/proc/{}/smaps_rollup", process.pid);
            let one = fs::read_to_string(file).map_or(Memory::default(), |text| memory(&text));
            sum.rss_mib += one.rss_mib;
            sum.pss_mib += one.pss_mib;
        }
        sum
    }

    /// Processor time since an earlier look at the same tree.
    pub(crate) fn since(&self, earlier: &Self) -> Cpu {
        let per_second = rustix::param::clock_ticks_per_second() as f64;
        let ticks = |now: &Stat| {
            let before = earlier.processes.iter().find(|stat| stat.pid == now.pid);
            let (own, ended) = before.map_or((0, 0), |stat| (stat.ticks, stat.ended_ticks));
            now.ticks.saturating_sub(own) + now.ended_ticks.saturating_sub(ended)
        };
        let each: Vec<u64> = self.processes.iter().map(ticks).collect();
        let total = each.iter().sum::<u64>();
        let busiest = each.iter().copied().max().unwrap_or(0);
        Cpu {
            total_s: total as f64 / per_second,
            busiest_share: if total == 0 {
                0.0
            } else {
                busiest as f64 / total as f64
            },
        }
    }
}

/// Processor time of this process's children that have ended and been waited for, in seconds.
pub(crate) fn cpu_of_ended_children_s() -> Result<f64> {
    let text = fs::read_to_string("/proc/self/stat").context("/proc/self/stat")?;
    let stat = stat(&text).context("/proc/self/stat is not as Linux writes it")?;
    Ok(stat.ended_ticks as f64 / rustix::param::clock_ticks_per_second() as f64)
}

/// Reads `/proc/<pid>/stat` (proc(5)). The name, in brackets, may hold anything, brackets included.
fn stat(text: &str) -> Option<Stat> {
    const PARENT: usize = 1;
    const TIMES: usize = 11;
    let (pid, _) = text.split_once(' ')?;
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Stat {
        pid: pid.parse().ok()?,
        parent: u32::try_from(number(PARENT)?).ok()?,
        ticks: number(TIMES)? + number(TIMES + 1)?,
        ended_ticks: number(TIMES + 2)? + number(TIMES + 3)?,
    })
}

/// Reads the first line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal, and guests,
/// which count as users already.
fn machine(text: &str) -> Option<Machine> {
    let line = text.lines().next()?.strip_prefix("cpu ")?;
    let fields: Option<Vec<u64>> = line.split_whitespace().map(|it| it.parse().ok()).collect();
    let fields = fields?;
    let [user, nice, system, _idle, _iowait, irq, softirq, stolen] = *fields.first_chunk()?;
    Some(Machine {
        busy: user + nice + system + irq + softirq,
        stolen,
    })
}

/// `root` and all below it.
fn descendants(all: &[Stat], root: u32) -> Vec<Stat> {
    let mut found: Vec<Stat> = all
        .iter()
        .filter(|stat| stat.pid == root)
        .copied()
        .collect();
    let mut next = 0;
    while let Some(parent) = found.get(next).map(|stat| stat.pid) {
        let children = all.iter().filter(|stat| stat.parent == parent);
        found.extend(children.copied());
        next += 1;
    }
    found
}

/// Reads `/proc/<pid>/smaps_rollup`.
fn memory(text: &str) -> Memory {
    let mib = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1_024.0
    };
    Memory {
        rss_mib: mib("Rss:"),
        pss_mib: mib("Pss:"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(pid: u32, parent: u32, ticks: u64) -> Stat {
        Stat {
            pid,
            parent,
            ticks,
            ended_ticks: 0,
        }
    }

    #[test]
    fn a_name_with_spaces_and_brackets_shifts_no_field() {
        let text = "4711 (a) b (c) S 12 4711 4711 0 -1 4194560 1 2 3 4 50 7 30 4 20 0 9 0 100\n";
        let read = stat(text).expect("a stat");
        assert_eq!((read.pid, read.parent), (4_711, 12));
        assert_eq!((read.ticks, read.ended_ticks), (57, 34));
        assert_eq!(stat("4711 (a) S 12"), None);
        assert_eq!(stat(""), None);
    }

    #[test]
    fn a_tree_has_grandchildren_and_no_strangers() {
        let all = [
            process(9, 5, 0),
            process(5, 1, 0),
            process(7, 6, 0),
            process(6, 5, 0),
            process(8, 1, 0),
        ];
        let mut pids: Vec<u32> = descendants(&all, 5).iter().map(|stat| stat.pid).collect();
        pids.sort_unstable();
        assert_eq!(pids, [5, 6, 7, 9]);
        assert!(descendants(&all, 77).is_empty());
    }

    #[test]
    fn a_process_that_is_new_counts_from_its_start_and_one_that_ended_through_its_parent() {
        let per_second = rustix::param::clock_ticks_per_second();
        let before = Tree {
            processes: vec![process(1, 0, 10), process(2, 1, 5)],
        };
        let mut parent = process(1, 0, 10);
        parent.ended_ticks = per_second;
        let after = Tree {
            processes: vec![parent, process(3, 1, 3 * per_second)],
        };
        let cpu = after.since(&before);
        assert!((cpu.total_s - 4.0).abs() < 1e-9 && (cpu.busiest_share - 0.75).abs() < 1e-9);
    }

    #[test]
    fn memory_is_read_in_mebibytes() {
        let text = "55d0-7ffe ---p 00000000 00:00 0    [rollup]\nRss:      20480 kB\nPss:       5120 kB\n\
                    Pss_Dirty:  100 kB\n";
        let read = memory(text);
        assert!((read.rss_mib - 20.0).abs() < 1e-9 && (read.pss_mib - 5.0).abs() < 1e-9);
        assert_eq!(memory(""), Memory::default());
    }

    #[test]
    fn what_others_took_is_all_but_ours() {
        let per_second = rustix::param::clock_ticks_per_second();
        let at = |user: u64, stolen: u64| {
            let text = format!("cpu  {user} 1 2 999 5 0 3 {stolen} 7 0\ncpu0 1 2 3\n");
            machine(&text).expect("a line")
        };
        let (before, after) = (at(10, 4), at(10 + 3 * per_second, 4 + per_second));
        assert!((after.others_s(before, 2.5) - 1.5).abs() < 1e-9);
        assert!(after.others_s(before, 9.0).abs() < 1e-9);
        assert_eq!(machine("cpu  1 2 3"), None);
        assert!(Machine::now().is_ok());
    }

    #[test]
    fn this_process_is_in_its_own_tree() {
        let tree = Tree::of(std::process::id()).expect("it runs");
        assert!(tree.memory().rss_mib > 0.0);
        assert!(tree.memory().pss_mib <= tree.memory().rss_mib);
    }
}
