//! The policies. Page, command line and benchmark read this list.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What is known of a policy without running it.
#[derive(Debug)]
pub struct Policy {
    /// What links and the command line call it.
    pub id: PolicyId,
    /// The field's name for it.
    pub title: &'static str,
    /// Where it was published: authors, title, place and year; or where it is described.
    pub paper: &'static str,
    /// Where that can be read.
    pub link: &'static str,
    /// Whether it can be bounded in bytes.
    pub in_bytes: bool,
}

macro_rules! policies {
    ($($variant:ident = $name:literal { $title:literal, $paper:literal, $link:literal, in_bytes: $in_bytes:literal })*) => {
        /// A policy's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum PolicyId {
            $(
                #[doc = $title]
                #[serde(rename = $name)]
                $variant,
            )*
        }

        /// All policies: first those that a cache has had since the sixties, then those that adapt, the oracle last.
        pub const POLICIES: &[Policy] = &[
            $(Policy {
                id: PolicyId::$variant,
                title: $title,
                paper: $paper,
                link: $link,
                in_bytes: $in_bytes,
            },)*
        ];

        impl PolicyId {
            /// The name that links and the command line use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

policies! {
    Articles = "articles-lru" {
        "the articles' “LRU”",
        "The class `LRUCache` of the first article: a Map whose oldest key goes, and which no read ever moves",
        "https://tc39.es/ecma262/#sec-map-objects",
        in_bytes: false
    }
    Fifo = "fifo" {
        "FIFO",
        "L. A. Belady, “A study of replacement algorithms for a virtual-storage computer”, IBM Systems Journal 5(2), 1966",
        "https://doi.org/10.1147/sj.52.0078",
        in_bytes: true
    }
    Lru = "lru" {
        "LRU",
        "P. J. Denning, “The working set model for program behavior”, Communications of the ACM 11(5), 1968",
        "https://doi.org/10.1145/363095.363141",
        in_bytes: true
    }
    Random = "random" {
        "Random",
        "L. A. Belady, “A study of replacement algorithms for a virtual-storage computer”, IBM Systems Journal 5(2), 1966",
        "https://doi.org/10.1147/sj.52.0078",
        in_bytes: true
    }
    Lfu = "lfu" {
        "LFU",
        "K. Shah, A. Mitra and D. Matani, “An O(1) algorithm for implementing the LFU cache eviction scheme”, 2010",
        "http://dhruvbird.com/lfu.pdf",
        in_bytes: true
    }
    Clock = "clock" {
        "CLOCK",
        "F. J. Corbató, “A paging experiment with the Multics system”, MIT Project MAC report MAC-M-384, 1968",
        "https://multicians.org/paging-experiment.pdf",
        in_bytes: true
    }
    Sieve = "sieve" {
        "SIEVE",
        "Y. Zhang, J. Yang, Y. Yue, Y. Vigfusson and K. V. Rashmi, “SIEVE is simpler than LRU”, NSDI 2024",
        "https://www.usenix.org/conference/nsdi24/presentation/zhang-yazhuo",
        in_bytes: true
    }
    Slru = "slru" {
        "SLRU",
        "R. Karedla, J. S. Love and B. G. Wherry, “Caching strategies to improve disk system performance”, IEEE Computer 27(3), 1994",
        "https://doi.org/10.1109/2.268884",
        in_bytes: true
    }
    TwoQ = "2q" {
        "2Q",
        "T. Johnson and D. Shasha, “2Q: a low overhead high performance buffer management replacement algorithm”, VLDB 1994",
        "https://www.vldb.org/conf/1994/P439.PDF",
        in_bytes: true
    }
    Arc = "arc" {
        "ARC",
        "N. Megiddo and D. S. Modha, “ARC: a self-tuning, low overhead replacement cache”, FAST 2003",
        "https://www.usenix.org/conference/fast-03/arc-self-tuning-low-overhead-replacement-cache",
        in_bytes: true
    }
    Lirs = "lirs" {
        "LIRS",
        "S. Jiang and X. Zhang, “LIRS: an efficient low inter-reference recency set replacement policy”, SIGMETRICS 2002",
        "https://doi.org/10.1145/511334.511340",
        in_bytes: true
    }
    WTinyLfu = "w-tinylfu" {
        "W-TinyLFU",
        "G. Einziger, R. Friedman and B. Manes, “TinyLFU: a highly efficient cache admission policy”, ACM Transactions on Storage 13(4), 2017",
        "https://doi.org/10.1145/3149371",
        in_bytes: true
    }
    S3Fifo = "s3-fifo" {
        "S3-FIFO",
        "J. Yang, Y. Zhang, Z. Qiu, Y. Yue and K. V. Rashmi, “FIFO queues are all you need for cache eviction”, SOSP 2023",
        "https://doi.org/10.1145/3600006.3613147",
        in_bytes: true
    }
    Opt = "opt" {
        "OPT",
        "L. A. Belady, “A study of replacement algorithms for a virtual-storage computer”, IBM Systems Journal 5(2), 1966",
        "https://doi.org/10.1147/sj.52.0078",
        in_bytes: true
    }
}

impl PolicyId {
    /// The policy's entry.
    #[must_use]
    pub fn entry(self) -> &'static Policy {
        // The list has the variants in their order.
        &POLICIES[self as usize]
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No policy has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” is no policy: {names}", given = .0, names = names())]
pub struct UnknownPolicy(pub String);

fn names() -> String {
    let names: Vec<&str> = POLICIES.iter().map(|policy| policy.id.name()).collect();
    names.join(", ")
}

impl FromStr for PolicyId {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, UnknownPolicy> {
        let text = text.trim();
        POLICIES
            .iter()
            .map(|policy| policy.id)
            .find(|id| id.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownPolicy(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_is_found_by_its_name_and_stands_at_its_place() {
        for policy in POLICIES {
            assert_eq!(policy.id.name().parse(), Ok(policy.id));
            assert_eq!(policy.id.entry().title, policy.title);
            assert_eq!(
                serde_json::to_string(&policy.id).unwrap(),
                format!("\"{}\"", policy.id)
            );
            assert!(policy.link.starts_with("http"), "{}", policy.title);
        }
        assert_eq!("LRU".parse(), Ok(PolicyId::Lru));
        let refused = "mru".parse::<PolicyId>().unwrap_err().to_string();
        assert!(
            refused.contains("“mru”") && refused.contains("s3-fifo"),
            "{refused}"
        );
    }
}
