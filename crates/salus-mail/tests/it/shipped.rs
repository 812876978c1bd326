//! Phrases, rules and the model as they are shipped.

use std::path::{Path, PathBuf};

use salus_mail::{
    Beside, Closed, Examiner, Fitted, Intents, Learned, Lists, Model, Rule, Rules, Scorecard,
    Setting, Word,
};

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/mail")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(content().join(name)).expect("the file is part of the repository")
}

fn rules() -> Vec<Rule> {
    let folder =
        std::fs::read_dir(content().join("rules")).expect("the folder is part of the repository");
    let mut paths: Vec<PathBuf> = folder
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let parse = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("a rule");
        Rule::parse(&text).unwrap_or_else(|reason| panic!("{}: {reason}", path.display()))
    };
    paths.iter().map(parse).collect()
}

fn examiner() -> Examiner {
    let setting = Setting {
        own_domains: vec!["clinic.example".to_owned()],
        ..Setting::default()
    };
    let lists = Lists::parse(&read("lists.yaml")).expect("the lists");
    let card = Scorecard::parse(&read("scorecard.yaml")).expect("the scorecard");
    let learned = Learned::new(
        Intents::parse(&read("intent.yaml")).expect("the phrases"),
        Model::parse(&read("model.yaml")).expect("the model"),
        Rules::new(rules()).expect("the rules"),
        Fitted::parse(&read("fitted.yaml")).expect("the fitted bits"),
    );
    Examiner::new(setting, lists, card).with_learned(learned)
}

#[test]
fn every_rule_fires_where_it_says_and_nowhere_near() {
    let examiner = examiner();
    let rules = rules();
    assert!(rules.len() >= 10);
    for rule in &rules {
        let fires = |message: &String| {
            let examined = examiner
                .examine(message.as_bytes(), &Beside::opened_by(&Closed))
                .expect("a message");
            examined.signals.has(&rule.id)
        };
        for message in &rule.fires {
            assert!(fires(message), "{} does not fire on:\n{message}", rule.id);
        }
        for message in &rule.quiet {
            assert!(!fires(message), "{} fires on:\n{message}", rule.id);
        }
    }
}

#[test]
fn every_signal_has_a_sentence_that_is_filled_in() {
    let examiner = examiner();
    for (id, score) in &examiner.scorecard().signals {
        assert!(score.says.ends_with('.'), "{id}");
        // What intelligence calls harmful outweighs the most ordinary wording.
        let most = if id.ends_with(".known_bad") {
            11.0
        } else {
            8.0
        };
        assert!(score.bits.abs() <= most, "{id}: {}", score.bits);
    }
    for id in &examiner.scorecard().trusted {
        assert!(examiner.scorecard().signals.contains_key(id), "{id}");
    }
}

#[test]
fn the_model_is_small_and_wording_alone_is_never_malicious() {
    assert!(read("model.yaml").len() < 500_000);
    let examiner = examiner();
    for (text, most) in [
        (
            "From: a@b.example\nSubject: Lunch\n\nAre you coming to lunch on Friday? We order from the usual place.\n",
            Word::Clean,
        ),
        (
            "From: a@b.example\nSubject: Final notice: verify your account\n\nDear customer, your account has been suspended. Verify your password within 24 hours or it will be closed. Act now.\n",
            Word::Suspicious,
        ),
    ] {
        let word = examiner
            .examine(text.as_bytes(), &Beside::opened_by(&Closed))
            .expect("a message")
            .verdict
            .word;
        assert_eq!(word, most, "{text}");
    }
}

#[test]
fn the_same_message_gives_the_same_verdict_in_quoted_and_new_text() {
    let examiner = examiner();
    let asked = "From: a@b.example\nSubject: Fwd\n\nIs this one of ours or not? I did not open it and wonder what to do.\n-----Original Message-----\nFrom: x\nSent: y\nSubject: z\nVerify your account now\n";
    let examined = examiner
        .examine(asked.as_bytes(), &Beside::opened_by(&Closed))
        .expect("a message");
    assert!(!examined.signals.has("intent.credential_lure"));
}
