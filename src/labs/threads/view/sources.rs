//! The code behind an experiment.

use kernels::{Engine, Kernel};
use leptos::prelude::*;

use super::controls::Checked;
use crate::compute::Assets;
use crate::ui::say::use_speech;
use crate::ui::sources::{Source, Sources};

/// The variant in Rust, its JavaScript baseline, and the idea in Node.
pub(in crate::labs::threads) fn view(experiment: Checked, assets: Assets) -> AnyView {
    let speech = use_speech();
    let assets = StoredValue::new(assets);
    let chosen = Memo::new(move |last: Option<&Option<_>>| {
        experiment.with(|experiment| match experiment {
            Ok(experiment) => {
                let spec = experiment.computation;
                let has_baseline = spec
                    .entry()
                    .is_some_and(|entry| entry.support(Engine::Js).is_some());
                Some((spec.kernel, spec.variant, has_baseline))
            }
            // A form with a mistake leaves the sources as they were.
            Err(_) => last.copied().flatten(),
        })
    });
    let sources = Signal::derive(move || {
        let Some((kernel, variant, has_baseline)) = chosen.get() else {
            return Vec::new();
        };
        let (folder, variant) = (folder(kernel), variant.id());
        let baseline = has_baseline.then(|| {
            (
                "source-javascript",
                format!("baselines/{folder}/{variant}.js"),
            )
        });
        [("source-rust", format!("sources/{folder}/{variant}.rs"))]
            .into_iter()
            .chain(baseline)
            .chain([
                ("source-node", format!("node/{folder}.mjs")),
                ("source-node-pool", "node/pool.mjs".to_owned()),
            ])
            .map(|(label, file)| Source {
                label: speech.say(label),
                url: assets.with_value(|assets| assets.url(&file)),
                language: if label == "source-rust" {
                    "rust"
                } else {
                    "javascript"
                },
            })
            .collect()
    });
    let assets = assets.get_value();
    view! { <Sources sources assets /> }.into_any()
}

/// Both blurs are one algorithm.
const fn folder(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::BlurGrey | Kernel::BlurRgba => "blur",
        other => other.id(),
    }
}
