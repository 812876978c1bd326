//! The ATT&CK tactics that rules speak of.

use crate::RuleInfo;

/// The tactics in the order of an attack: the word in a rule's tags, and the name for people.
pub const TACTICS: [(&str, &str); 16] = [
    ("reconnaissance", "Reconnaissance"),
    ("resource-development", "Resource development"),
    ("initial-access", "Initial access"),
    ("execution", "Execution"),
    ("persistence", "Persistence"),
    ("privilege-escalation", "Privilege escalation"),
    ("stealth", "Stealth"),
    ("defense-impairment", "Defense impairment"),
    ("defense-evasion", "Defense evasion"),
    ("credential-access", "Credential access"),
    ("discovery", "Discovery"),
    ("lateral-movement", "Lateral movement"),
    ("collection", "Collection"),
    ("command-and-control", "Command and control"),
    ("exfiltration", "Exfiltration"),
    ("impact", "Impact"),
];

/// The tactics a rule's tags name, as words of [`TACTICS`].
pub fn tactics(rule: &RuleInfo) -> impl Iterator<Item = &'static str> {
    let has = |word: &str| {
        rule.tags.iter().any(|tag| {
            let name = tag.strip_prefix("attack.").unwrap_or_default();
            name.replace('_', "-").eq_ignore_ascii_case(word)
        })
    };
    TACTICS
        .iter()
        .map(|(word, _)| *word)
        .filter(move |word| has(word))
}
