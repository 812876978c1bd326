//! Messages and what is said of where they lead.

use crate::examine::{Beside, Examiner};
use crate::lists::Lists;
use crate::scorecard::Scorecard;
use crate::setting::Setting;
use crate::unpack::Closed;

const LISTS: &str = "
brands: {Apple: [apple.com], Mercado Livre: [mercadolivre.com.br, mercadopago.com], Microsoft: [microsoft.com, live.com], PayPal: [paypal.com, paypal.me]}
plain_words: [apple]
free_mail: [gmail.com]
shorteners: [bit.ly]
free_hosting: [web.app, sites.google.com]
form_builders: [docs.google.com/forms]
redirectors: [google.com/url, jump.example/r]
abused_endings: [top]
lure_words: [login, secure, support]";

const SETTING: &str = "
own_domains: [clinic.example]
partner_domains: [labvendor.example]
indicators: {domains: [bad.example], urls: ['https://ok.example/evil'], addresses: [mallory@news.example, 203.0.113.9]}";

fn examiner() -> Examiner {
    let setting: Setting = yaml_serde::from_str(SETTING).expect("a setting");
    Examiner::new(
        setting,
        Lists::parse(LISTS).expect("lists"),
        Scorecard::default(),
    )
}

/// The signals about destinations of a message from `sender`.
fn signals(sender: &str, kind: &str, body: &str) -> Vec<String> {
    let raw = format!(
        "From: {sender}\r\nTo: anna.berg@clinic.example\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/{kind}; charset=utf-8\r\n\r\n{body}\r\n"
    );
    let found = examiner()
        .examine(raw.as_bytes(), &Beside::opened_by(&Closed))
        .expect("a message");
    let ids = found.signals.iter().map(|signal| signal.id.to_string());
    ids.collect()
}

const TOGETHER: [&str; 2] = ["destination.all_stay", "destination.one_stranger"];

fn check(sender: &str, body: &str, expected: &[&str]) {
    let mut found = signals(sender, "html", body);
    // What is said of all links together has a test of its own.
    found.retain(|id| id.starts_with("destination.") && !TOGETHER.contains(&id.as_str()));
    let expected: Vec<String> = expected
        .iter()
        .map(|id| format!("destination.{id}"))
        .collect();
    assert_eq!(found, expected, "{body}");
}

/// A link from a sender at news.example, beside one that stays there.
fn check_link(address: &str, expected: &[&str]) {
    check(
        "news@news.example",
        &format!("Words <a href='https://news.example/'>home</a> <a href='{address}'>there</a>"),
        expected,
    );
}

#[test]
fn single_links_give_themselves_away() {
    for (address, expected) in [
        ("https://other.example/page?utm_source=mail", &[][..]),
        ("https://www.paypal.com/activity", &[]),
        ("https://198.51.100.7/x", &["host_is_digits"]),
        ("http://3325256711/x", &["host_is_disguised_digits"]),
        (
            "http://0306.0063.0144.0007/x",
            &["host_is_disguised_digits"],
        ),
        ("http://192.168.1.1/", &[]),
        ("https://www.paypal.com@evil.example/", &["host_in_user"]),
        ("https://user@evil.example/", &["user_in_link"]),
        ("https://evil.example:8443/", &["odd_port"]),
        (
            "https://evil.example/wp-content/uploads/login/",
            &["inside_site"],
        ),
        ("https://evil.example/wp-content/uploads/a.png", &[]),
        ("https://evil.example/fax.iso", &["program"]),
        ("https://a.b.c.d.evil.example/", &["deep_host"]),
        ("https://evil.top/", &["abused_ending"]),
        ("https://paypa1.example/", &["lookalike_letters"]),
        (
            "https://xn--pypal-4ve.example/",
            &["mixed_letters", "lookalike_letters"],
        ),
        ("https://xn--mnchen-3ya.example/", &[]),
        ("https://paypal-login.example/", &["brand_in_host"]),
        ("https://www.paypal.com.evil.example/", &["domain_in_host"]),
        ("https://c1inic.example/", &["lookalike_own"]),
        ("https://clinic-login.example/", &["own_name_in_host"]),
        ("https://bit.ly/abc", &["shortener"]),
        ("https://x7f.web.app/", &["free_hosting"]),
        ("https://docs.google.com/forms/d/1", &["form_builder"]),
        ("https://docs.google.com/document/d/1", &[]),
        (
            "https://jump.example/r?u=https%3A%2F%2Fevil.example",
            &["open_redirect"],
        ),
        ("https://jump.example/x?u=https%3A%2F%2Fevil.example", &[]),
        ("https://jump.example/r?u=https%3A%2F%2Fnews.example", &[]),
        (
            "https://safe.example/?u=https%3A%2F%2Fpaypal-login.example",
            &["brand_in_host"],
        ),
        ("javascript:alert(1)", &["script_link"]),
        ("data:text/html;base64,AAAA", &["data_link"]),
        (
            "https://evil.example/#anna.berg@clinic.example",
            &["recipient_in_fragment"],
        ),
        (
            "https://evil.example/?e=YW5uYS5iZXJnQGNsaW5pYy5leGFtcGxl",
            &["recipient_packed_in_link"],
        ),
        ("https://news.example/out?e=anna.berg%40clinic.example", &[]),
    ] {
        check_link(address, expected);
    }
}

#[test]
fn senders_and_those_who_get_the_answer_are_held_against_known_names() {
    for (sender, expected) in [
        ("boss@clinic.example", ""),
        ("boss@mail.clinic.example", ""),
        ("news@news.example", ""),
        ("friend@gmail.com", ""),
        ("service@paypal.com", ""),
        ("boss@c1inic.example", "lookalike_own"),
        ("boss@clinic.example.evil.com", "lookalike_own"),
        ("boss@clinic.top", "own_name_in_sender abused_ending"),
        ("boss@clinic-login.com", "own_name_in_sender"),
        ("billing@labvend0r.com", "lookalike_partner"),
        ("billing@labvendro.com", "lookalike_partner"),
        ("billing@labvendor-pay.com", "partner_name_in_sender"),
        ("service@paypa1.com", "lookalike_brand"),
        ("service@paypall.com", "brand_misspelt"),
        ("service@paypal-login.com", "brand_in_sender"),
        ("service@paypal.net", "brand_other_ending"),
        ("service@xn--pypal-4ve.com", "lookalike_brand mixed_letters"),
        ("shop@offers.top", "abused_ending"),
        ("noreply@x7f.web.app", "free_hosting"),
        ("x@a8f3k2x9q.com", "random_name"),
        (
            "friend@gmail.com>\r\nReply-To: <boss@clinlc.example",
            "lookalike_own",
        ),
    ] {
        let mut found = signals(&format!("A <{sender}>"), "plain", "Are you at your desk?");
        found.retain(|id| id.starts_with("identity.") && id != "identity.reply_elsewhere");
        let expected: Vec<String> = expected
            .split_whitespace()
            .map(|id| format!("identity.{id}"))
            .collect();
        assert_eq!(found, expected, "{sender}");
    }
}

#[test]
fn what_is_said_of_a_link_is_not_said_of_its_sender_again() {
    let found = signals("X <x@offers.top>", "plain", "https://www.offers.top/a");
    assert_eq!(found, ["destination.abused_ending", "destination.all_stay"]);
}

#[test]
fn what_all_links_say_together() {
    let link = |host: &str| format!("<a href='https://{host}/{}'>x</a> ", host.len());
    for (hosts, expected) in [
        (&["news.example"][..], "all_stay"),
        (&["news.example", "a.news.example"], "all_stay"),
        (&["news.example", "other.example"], ""),
        (&["www.paypal.com"], ""),
        (&["other.example"], "all_leave_sender"),
        (&["other.example", "third.example"], "all_leave_sender"),
        (
            &["other.example", "a.other.example"],
            "all_leave_sender one_stranger",
        ),
        (
            &["other.example", "other.example"],
            "all_leave_sender one_stranger",
        ),
    ] {
        let links: String = hosts.iter().map(|host| link(host)).collect();
        let body = format!("{}{links}", "word ".repeat(40));
        let found = signals("News <news@news.example>", "html", &body);
        let expected: Vec<String> = expected
            .split_whitespace()
            .map(|id| format!("destination.{id}"))
            .collect();
        assert_eq!(found, expected, "{hosts:?}");
    }
}

#[test]
fn text_and_target_are_compared() {
    let link = |address: &str, shown: &str| {
        format!("Words <a href='https://news.example/'>home</a> <a href='{address}'>{shown}</a>")
    };
    for (address, shown, expected) in [
        (
            "https://evil.example/",
            "www.paypal.com",
            &["text_shows_other"][..],
        ),
        (
            "https://evil.example/",
            "https://www.paypal.com/login",
            &["text_shows_other"],
        ),
        (
            "https://click.example/x",
            "www.news.example",
            &["text_shows_sender"],
        ),
        ("https://paypal.me/x", "paypal.com", &[]),
        ("https://a.evil.example/", "evil.example", &[]),
        (
            "https://evil.example/",
            "our offer for paypal.com users",
            &[],
        ),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.bank.example",
            "www.bank.example",
            &[],
        ),
    ] {
        // `.example` is no ending that mail programs know.
        let (address, shown) = (
            address.replace("news.example", "news.com"),
            shown.replace(".example", ".com"),
        );
        let body =
            link(&address.replace(".example", ".com"), &shown).replace("news.example", "news.com");
        check("news@news.com", &body, expected);
    }
}

#[test]
fn pages_are_judged_as_a_whole() {
    let filler = "word ".repeat(40);
    for (body, expected) in [
        (
            format!("{filler}<a href='https://news.example/a'>a</a>"),
            &[][..],
        ),
        (
            format!("{filler}<a href='https://click.example/a'>a</a>"),
            &["all_leave_sender"],
        ),
        (
            format!("{filler}<form action='https://evil.example/p'><input type=password></form>"),
            &["all_leave_sender", "password_form"],
        ),
        (
            format!("{filler}<form action='https://evil.example/p'><input name=q></form>"),
            &["all_leave_sender"],
        ),
        (
            format!("{filler}<form action='https://news.example/p'><input name=q></form>"),
            &[],
        ),
        (
            "<a href='https://news.example/'><img src='cid:1'></a>".to_owned(),
            &["only_picture"],
        ),
        (
            format!(
                "{filler}<div style='display:none'>{}</div>",
                "x ".repeat(500)
            ),
            &["hidden_text"],
        ),
        (
            format!(
                "{filler}<div style='display:none'>{}</div>",
                "x ".repeat(60)
            ),
            &[],
        ),
        (
            format!("{filler} p\u{200b}a\u{200b}s\u{200b}sword"),
            &["split_words"],
        ),
        (
            format!("{filler}<script>go()</script>"),
            &["script_in_body"],
        ),
        (
            format!("{filler}<meta http-equiv=refresh content='0;url=https://news.example/'>"),
            &["body_leaves"],
        ),
    ] {
        check("news@news.example", &body, expected);
    }
}

#[test]
fn a_brand_is_known_however_its_name_is_written() {
    let filler = "word ".repeat(40);
    let body = format!("{filler}<a href='https://evil.example/'>here</a>");
    let names = [
        ("PAYPAL", true),
        ("Paypal", true),
        ("paypals", false),
        ("Mercado Pago", true),
        ("MercadoPago Brasil", true),
        ("Mercado Nuevo", false),
        ("Apple", true),
        ("Apple Support", true),
        ("Apple Orchard", false),
        ("Applebee", false),
        ("\"Microsoft account team\", _", true),
    ];
    for (name, is_brand) in names {
        let expected = &["all_leave_sender", "brand_in_name_leads_elsewhere"];
        let sender = format!("{name} <x@mail.example>");
        check(&sender, &body, &expected[..1 + usize::from(is_brand)]);
    }
}

#[test]
fn a_button_that_writes_to_a_private_mailbox_is_told() {
    let body = |button: &str| format!("{}{button}", "word ".repeat(40));
    let button = "<a href='MAILTO:a.team@gmail.com?subject=Report'>Report the user</a>";
    let found = &["button_writes_mail"][..];
    check("x@mail.example", &body(button), found);
    check("x@gmail.com", &body(button), &[]);
    for other in [
        "<a href='mailto:a.team@gmail.com'>a.team@gmail.com</a>",
        "<a href='mailto:team@mail.example'>Write to us</a>",
        "<a href='mailto:?subject=x'>Tell a friend</a>",
    ] {
        check("x@mail.example", &body(other), &[]);
    }
}

#[test]
fn a_brand_in_the_name_leads_to_the_brand() {
    let filler = "word ".repeat(40);
    let body = |address: &str| format!("{filler}<a href='{address}'>here</a>");
    let away = &["all_leave_sender", "brand_in_name_leads_elsewhere"][..];
    check(
        "PayPal Service <x@mail.example>",
        &body("https://evil.example/"),
        away,
    );
    check(
        "PayPal Service <x@mail.example>",
        &body("https://www.paypal.com/"),
        &[],
    );
    check(
        "PayPal <service@paypal.com>",
        &body("https://click.example/"),
        &["all_leave_sender"],
    );
    check(
        "PayPalino <x@mail.example>",
        &body("https://mail.example/"),
        &[],
    );
}

#[test]
fn what_is_known_to_be_bad_is_found() {
    let found = |sender: &str, address: &str| signals(sender, "plain", address).join(" ");
    assert!(found("a@news.example", "https://x.bad.example/").contains("destination.known_bad"));
    assert!(found("a@news.example", "https://ok.example/evil").contains("destination.known_bad"));
    assert!(found("a@news.example", "http://203.0.113.9/").contains("destination.known_bad"));
    assert!(found("mallory@news.example", "hello").contains("identity.known_bad"));
    assert!(!found("a@news.example", "https://notbad.example/").contains("known_bad"));
}

#[test]
fn rewritten_links_remember_their_filter() {
    let raw = "From: a@b.example\r\n\r\nhttps://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2F";
    let found = examiner()
        .examine(raw.as_bytes(), &Beside::opened_by(&Closed))
        .expect("a message");
    let link = &found.anatomy.links[0];
    assert_eq!(
        (link.host(), link.rewritten_by),
        ("evil.example", Some("Microsoft"))
    );
}
