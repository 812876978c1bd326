//! The web server's access log in the combined form that nginx and Apache share.

use super::SITE;
use crate::clinic::Clinic;
use crate::exports::Export;
use crate::moment::Moment;
use crate::random::Random;

const PAGES: [(&str, u32); 6] = [
    ("/", 5_214),
    ("/hours", 3_870),
    ("/our-team", 6_402),
    ("/new-patients", 4_118),
    ("/appointments", 4_933),
    ("/contact", 2_745),
];
/// What programs look for that search the internet for old software.
const PROBES: [&str; 5] = [
    "/wp-login.php",
    "/.env",
    "/phpmyadmin/",
    "/cgi-bin/luci",
    "/.git/config",
];
const BROWSERS: [&str; 3] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
];

pub(super) fn export(clinic: &Clinic) -> Export {
    let mut random = clinic.random("web site");
    let mut lines = Vec::new();
    for day in clinic.days() {
        for _ in 0..random.between(2, 4) {
            reader(&mut random, day, &mut lines);
        }
        if random.chance(60) {
            let at = day.plus_seconds(random.between(0, 86_399));
            let from = format!("203.0.113.{}", random.between(204, 206));
            let what = ("GET", *random.pick(&PROBES), 404, 153);
            lines.push((at, entry(at, &from, what, "-", "Mozilla/5.0 zgrab/0.x")));
        }
        let robot = day.plus_seconds(random.between(0, 86_399));
        let what = ("GET", "/robots.txt", 200, 68);
        let agent = "Mozilla/5.0 (compatible; searchbot/2.1; +https://search.example/bot)";
        lines.push((robot, entry(robot, "198.51.100.244", what, "-", agent)));
    }
    lines.sort_by_key(|(time, _)| *time);
    let text: String = lines.iter().map(|(_, line)| line.as_str()).collect();
    Export::new(
        "web-server/access.log",
        text,
        "visits to the clinic's web site, and programs that look for old software on it",
        &[("web_access", lines.len())],
    )
    .packed()
}

/// Somebody reads one to three pages.
fn reader(random: &mut Random, day: Moment, lines: &mut Vec<(Moment, String)>) {
    let from = format!("203.0.113.{}", random.between(210, 250));
    let agent = *random.pick(&BROWSERS);
    let mut at = day.plus_seconds(12 * 3_600 + random.between(0, 40_000));
    let mut before = "https://search.example/".to_owned();
    for _ in 0..random.between(1, 3) {
        let (page, size) = *random.pick(&PAGES);
        let what = ("GET", page, 200, size);
        lines.push((at, entry(at, &from, what, &before, agent)));
        before = format!("https://{SITE}{page}");
        at = at.plus_seconds(random.between(8, 70));
    }
}

fn entry(
    at: Moment,
    from: &str,
    (method, page, status, size): (&str, &str, u32, u32),
    before: &str,
    agent: &str,
) -> String {
    format!(
        "{from} - - [{}] \"{method} {page} HTTP/1.1\" {status} {size} \"{before}\" \"{agent}\"\n",
        at.format("%d/%b/%Y:%H:%M:%S +0000")
    )
}
