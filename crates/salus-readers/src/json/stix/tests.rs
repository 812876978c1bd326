//! Sound and unsound objects of STIX.

use crate::json::check::check;

const ID: &str = "8c6af861-7b20-41ef-9b59-6344fd872a8f";
const MADE: &str = r#""created":"2026-03-01T08:00:00.000Z","modified":"2026-03-01T08:00:00.000Z""#;

fn rejected(kind: &str, rest: &str, reason: &str) {
    let object = format!(r#"{{"type":"{kind}","spec_version":"2.1","id":"{kind}--{ID}",{rest}}}"#);
    check(&object, &[&format!("line 1: rejected, {reason}")]);
}

#[test]
fn objects_of_a_bundle_come_apart_and_a_bad_one_costs_itself_alone() {
    let bundle = format!(
        r#"{{"type":"bundle","id":"bundle--{ID}","objects":[
{{"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--{ID}","value":"203.0.113.7"}},
{{"type":"tool","spec_version":"2.1","id":"tool--{ID}","name":"x"}},
{{"type":"x-ward","spec_version":"2.1","id":"x-ward--{ID}",{MADE}}}]}}"#
    );
    check(
        &bundle,
        &[
            "record 2: rejected, STIX object without `created`",
            &format!(
                "record 1: stix_ipv4_addr type=ipv4-addr spec_version=2.1 id=ipv4-addr--{ID} value=203.0.113.7"
            ),
            &format!(
                "record 3: stix_other time=2026-03-01T08:00:00Z type=x-ward spec_version=2.1 id=x-ward--{ID} \
                 created=2026-03-01T08:00:00.000Z modified=2026-03-01T08:00:00.000Z"
            ),
            &format!("line 1: stix_bundle type=bundle id=bundle--{ID}"),
        ],
    );
}

#[test]
fn the_simple_part_of_a_pattern_stands_beside_it() {
    check(
        &format!(
            r#"{{"type":"indicator","spec_version":"2.1","id":"indicator--{ID}",{MADE},"pattern":"[url:value = 'u']","pattern_type":"stix","valid_from":"2026-03-01T08:00:00Z"}}"#
        ),
        &[&format!(
            "line 1: stix_indicator time=2026-03-01T08:00:00Z type=indicator spec_version=2.1 id=indicator--{ID} \
             created=2026-03-01T08:00:00.000Z modified=2026-03-01T08:00:00.000Z pattern=[url:value = 'u'] \
             pattern_type=stix valid_from=2026-03-01T08:00:00Z comparisons=[{{\"path\":\"url:value\",\"value\":\"u\"}}]"
        )],
    );
}

#[test]
fn what_breaks_the_standard_is_named() {
    rejected("identity", MADE, "STIX object without `name`");
    rejected(
        "file",
        r#""size":1"#,
        "STIX object with none of `hashes`, `name`",
    );
    rejected("malware", MADE, "STIX object without `is_family`");
    rejected(
        "tool",
        r#""name":"x","created":"2026-03-01T08:00:00Z","modified":"2026-02-01T08:00:00Z""#,
        "STIX `modified` is before `created`",
    );
    rejected(
        "tool",
        r#""name":"x","created":"2026-03-01 08:00","modified":"2026-03-01T08:00:00Z""#,
        "STIX `created` is not a time in UTC",
    );
    let tool = |more: &str| format!(r#""name":"x",{MADE},{more}"#);
    rejected(
        "tool",
        &tool(r#""labels":[]"#),
        "STIX list without anything in it",
    );
    rejected(
        "tool",
        &tool(r#""created_by_ref":"me""#),
        "STIX reference that is no identifier",
    );
    rejected(
        "tool",
        &tool(r#""confidence":101"#),
        "STIX `confidence` is no whole number from 0 to 100",
    );
    rejected(
        "tool",
        &tool(r#""revoked":"no""#),
        "STIX `revoked` is neither true nor false",
    );
    check(
        r#"{"type":"tool","spec_version":"2.1","id":"tool--1","name":"x"}"#,
        &["line 1: rejected, STIX `id` is not its type, two hyphens and a UUID"],
    );
    check(
        r#"{"type":"tool","spec_version":"2.1","name":"x"}"#,
        &["line 1: rejected, STIX object without `id`"],
    );
    check(
        &format!(r#"{{"type":"tool","spec_version":"3","id":"tool--{ID}","name":"x"}}"#),
        &["line 1: rejected, STIX `spec_version` is neither 2.0 nor 2.1"],
    );
}
