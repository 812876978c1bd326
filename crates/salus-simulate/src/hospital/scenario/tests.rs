//! Scenario files are read, and wrong ones are refused with a reason.

use super::{Kind, Scenario};

fn check(text: &str, expected: &str) {
    match Scenario::read(text) {
        Ok(scenario) => {
            let counts: Vec<String> = scenario
                .snooping
                .iter()
                .map(|one| format!("{}:{}+{}", one.kind.title(), one.easy, one.hard))
                .collect();
            assert_eq!(
                format!("{} {}", scenario.name, counts.join(" ")),
                expected,
                "{text}"
            );
        }
        Err(message) => assert!(message.contains(expected), "{message} for {text}"),
    }
}

#[test]
fn files_are_read_or_refused() {
    check("{scenario: a, tune_days: 1, test_days: 2}", "a ");
    check(
        "{scenario: a, tune_days: 1, test_days: 2, snooping: [{kind: self, easy: 2}]}",
        "a self:2+0",
    );
    check("{scenario: a, tune_days: 0, test_days: 0}", "not both 0");
    check(
        "{scenario: a, tune_days: 1, test_days: 2, snooping: [{kind: cat}]}",
        "not a scenario",
    );
    check(
        "{scenario: a, tune_days: 1, test_days: 2, more: 1}",
        "not a scenario",
    );
    check(
        "{scenario: a, tune_days: 1, test_days: 2, exports: {accounts: 70000, patients: 70000}}",
        "more than",
    );
    for (story, most) in [
        ("device_calls", 1),
        ("lost_devices", 20),
        ("ransomware", 1),
        ("phishing", 1),
        ("device_attacks", 3),
    ] {
        check(
            &format!(
                "{{scenario: a, tune_days: 1, test_days: 2, {story}: {}}}",
                most + 1
            ),
            &format!("`{story}: {}` is more than {most}", most + 1),
        );
    }
    check("- 1", "not a scenario");
}

#[test]
fn the_built_in_ones_hold_sixty_of_each_kind() {
    let kinds = [
        Kind::Random,
        Kind::CoWorker,
        Kind::Surname,
        Kind::Household,
        Kind::Vip,
        Kind::Neighbour,
        Kind::Own,
    ];
    for (name, easy, hard) in [("both", 30, 30), ("easy", 60, 0), ("hard", 0, 60)] {
        let scenario = Scenario::named(name).expect("built in");
        assert_eq!(scenario.name, name);
        assert_eq!(
            scenario
                .snooping
                .iter()
                .map(|one| one.kind)
                .collect::<Vec<_>>(),
            kinds
        );
        assert!(
            scenario
                .snooping
                .iter()
                .all(|one| (one.easy, one.hard) == (easy, hard)),
            "{name}"
        );
    }
    assert!(Scenario::none().snooping.is_empty());
    assert!(Scenario::named("other").is_none());
}
