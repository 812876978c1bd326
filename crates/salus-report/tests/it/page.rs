//! The page as text: what is on it, what must never be.

use salus_report::model::Report;

use crate::sample;

fn drawn(report: &Report) -> String {
    salus_report::html(report).expect("the templates are whole")
}

#[test]
fn the_clinic() {
    insta::assert_snapshot!("clinic.html", drawn(&sample::clinic()));
}

#[test]
fn nothing_yet() {
    let page = drawn(&sample::nothing_yet());
    let main = page.split_once("<main>").expect("a main part").1;
    insta::assert_snapshot!("nothing-yet.html", main);
}

#[test]
fn drawing_twice_gives_the_same_bytes() {
    assert_eq!(drawn(&sample::clinic()), drawn(&sample::clinic()));
}

#[test]
fn hostile_text_stays_text() {
    let page = drawn(&sample::hostile());
    for forbidden in [
        "<script",
        "<img",
        "onerror=alert(2)>",
        "<!-- ",
        "49</",
        "\"quoted\"",
    ] {
        assert!(!page.contains(forbidden), "`{forbidden}` got through");
    }
    assert!(page.contains("&lt;script&gt;") && page.contains("{{ 7 * 7 }}"));
    assert_eq!(page.matches("</style>").count(), 1);
    assert_eq!(page.matches("</title>").count(), sample_titles(&page));
}

/// The page's own title and one per picture.
fn sample_titles(page: &str) -> usize {
    page.matches("<title").count()
}

#[test]
fn the_page_asks_nobody_for_anything() {
    let page = drawn(&sample::clinic());
    assert!(page.contains("default-src 'none'"));
    for outside in [
        "http://", "https://", "//cdn", "@import", "url(", "src=", "<script", "<iframe", "<form",
        " style=", " onclick",
    ] {
        assert!(!page.contains(outside), "the page has `{outside}`");
    }
    for link in page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(
            link.starts_with('#') || link == "data:,",
            "a link leads out: `{link}`"
        );
    }
}

#[test]
fn links_lead_to_places_on_the_page_and_names_are_unique() {
    for page in [drawn(&sample::clinic()), drawn(&sample::nothing_yet())] {
        let ids: Vec<&str> = values(&page, " id=\"");
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(ids.len(), unique.len(), "a name is used twice");
        for name in ["href=\"#", "aria-labelledby=\""] {
            for target in values(&page, name)
                .iter()
                .flat_map(|value| value.split(' '))
            {
                assert!(ids.contains(&target), "`{target}` is not on the page");
            }
        }
    }
}

fn values<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn headings_come_in_order() {
    for page in [
        drawn(&sample::clinic()),
        drawn(&sample::nothing_yet()),
        drawn(&sample::many(50)),
    ] {
        let levels: Vec<u32> = page
            .match_indices("<h")
            .filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert_eq!(levels.first(), Some(&1));
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{levels:?}"
        );
    }
}

#[test]
fn pictures_have_names_and_tables_have_headers() {
    let page = drawn(&sample::clinic());
    for svg in page.split("<svg").skip(1) {
        let svg = svg.split("</svg>").next().unwrap_or_default();
        assert!(!svg.contains("<text"), "a picture has text");
        let named = svg.contains("role=\"img\"") && svg.contains("<title") && svg.contains("<desc");
        assert!(
            named || svg.contains("aria-hidden=\"true\""),
            "a picture has no name: {svg}"
        );
    }
    for table in page.split("<table").skip(1) {
        let table = table.split("</table>").next().unwrap_or_default();
        assert!(
            table.contains(" scope=\"col\">") || table.contains("<th scope=\"col\""),
            "a table has no header"
        );
    }
}

#[test]
fn thousands_of_findings_stay_readable() {
    let page = drawn(&sample::many(5_000));
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert!(page.contains("more rows; see <code>salus query</code>"));
    assert!(page.contains("more findings like these; see"));
    assert!(
        page.contains("more groups of findings; see")
            || page.contains("more group of findings; see")
    );
}

#[test]
fn an_account_that_does_not_balance_says_so() {
    let mut report = sample::clinic();
    report.account.files[0].stored -= 1;
    let page = drawn(&report);
    assert!(page.contains("The account does not balance."));
    assert!(salus_report::summary(&report, None).contains("DOES NOT BALANCE"));
}
