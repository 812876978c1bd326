//! Messages with archives opened: no panic, limits hold, and the verdict is one.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use salus_mail::{
    Beside, Examiner, Fitted, Intents, Learned, Lists, Model, Rules, Scorecard, Setting,
};
use salus_sources::Opened;

static EXAMINER: LazyLock<Examiner> = LazyLock::new(|| {
    let lists = Lists::parse(include_str!("../../content/mail/lists.yaml"));
    let scorecard = Scorecard::parse(include_str!("../../content/mail/scorecard.yaml"));
    let setting = Setting {
        own_domains: vec!["clinic.example".into()],
        ..Setting::default()
    };
    let learned = Learned::new(
        Intents::parse(include_str!("../../content/mail/intent.yaml")).expect("phrases"),
        Model::parse(include_str!("../../content/mail/model.yaml")).expect("a model"),
        Rules::default(),
        Fitted::parse(include_str!("../../content/mail/fitted.yaml")).expect("fitted bits"),
    );
    Examiner::new(
        setting,
        lists.expect("lists"),
        scorecard.expect("a scorecard"),
    )
    .with_learned(learned)
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(found) = EXAMINER.examine(bytes, &Beside::opened_by(&Opened)) else {
        return;
    };
    let verdict = &found.verdict;
    assert!(verdict.probability.is_finite() && (0.0..=1.0).contains(&verdict.probability));
    // The wording is a reason without a signal.
    assert!(verdict.reasons.len() <= found.signals.iter().count() + 1);
    assert!(found.contents.files.len() <= 1_000);
});
