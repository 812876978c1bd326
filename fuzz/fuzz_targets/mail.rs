//! Messages with archives opened: no panic, limits hold, and the verdict is one.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use salus_mail::{Examiner, Lists, Scorecard, Setting};
use salus_sources::Opened;

static EXAMINER: LazyLock<Examiner> = LazyLock::new(|| {
    let lists = Lists::parse(include_str!("../../content/mail/lists.yaml"));
    let scorecard = Scorecard::parse(include_str!("../../content/mail/scorecard.yaml"));
    let setting = Setting {
        own_domains: vec!["clinic.example".into()],
        ..Setting::default()
    };
    Examiner::new(setting, lists.expect("lists"), scorecard.expect("a scorecard"))
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(found) = EXAMINER.examine(bytes, &Opened) else {
        return;
    };
    let verdict = &found.verdict;
    assert!(verdict.probability.is_finite() && (0.0..=1.0).contains(&verdict.probability));
    assert!(verdict.reasons.len() <= found.signals.iter().count());
    assert!(found.contents.files.len() <= 1_000);
});
