//! The filters that are known, and how each writes the target into its link.

/// In the order of their domains. A trailing dot stands for any ending.
pub(super) const FILTERS: &[Filter] = &[
    ("Check Point", "avanan.click", "", Form::Underscored),
    ("Bing", "bing.com", "/ck/a", Form::Packed(&["u"])),
    ("Check Point", "checkpoint.com", "", Form::Underscored),
    (
        "Symantec",
        "clicktime.symantec.com",
        "",
        Form::Value(&["u"]),
    ),
    ("Barracuda", "cudasvc.com", "/url", Form::Value(&["a"])),
    ("GMX", "deref-gmx.net", "", Form::Value(&["redirectUrl"])),
    ("WEB.DE", "deref-web.de", "", Form::Value(&["redirectUrl"])),
    (
        "DuckDuckGo",
        "duckduckgo.com",
        "/l/",
        Form::Value(&["uddg"]),
    ),
    ("OpenText", "edgepilot.com", "", Form::Value(&["u"])),
    ("Libraesva", "esvalabs.com", "", Form::Value(&["u"])),
    ("Facebook", "facebook.com", "/l.php", Form::Value(&["u"])),
    ("Facebook", "facebook.com", "/flx/warn", Form::Value(&["u"])),
    ("Trellix", "fireeye.com", "", Form::Value(&["u"])),
    ("Google", "google.", "/amp/s/", Form::Amp),
    ("Google", "google.", "/url", Form::Value(&["q", "url"])),
    (
        "Google",
        "googleadservices.com",
        "",
        Form::Value(&["adurl"]),
    ),
    (
        "Hornetsecurity",
        "hornetsecurity.com",
        "",
        Form::Value(&["url"]),
    ),
    ("INKY", "inky.com", "", Form::Host("domain")),
    ("Instagram", "instagram.com", "/", Form::Value(&["u"])),
    (
        "LinkedIn",
        "linkedin.com",
        "/redir/redirect",
        Form::Value(&["url"]),
    ),
    (
        "LinkedIn",
        "linkedin.com",
        "/safety/go",
        Form::Value(&["url"]),
    ),
    ("Mimecast", "mimecast.com", "", Form::Host("domain")),
    ("Mimecast", "mimecastprotect.com", "", Form::Host("domain")),
    ("Microsoft", "office.net", "", Form::Value(&["url"])),
    ("Proofpoint", "proofpoint.com", "", Form::Proofpoint),
    ("Reddit", "reddit.com", "/", Form::Value(&["url"])),
    (
        "Microsoft",
        "safelinks.protection.office365.us",
        "",
        Form::Value(&["url"]),
    ),
    (
        "Microsoft",
        "safelinks.protection.outlook.cn",
        "",
        Form::Value(&["url"]),
    ),
    (
        "Microsoft",
        "safelinks.protection.outlook.com",
        "",
        Form::Value(&["url"]),
    ),
    ("Cisco", "secure-web.cisco.com", "", Form::Path),
    ("Slack", "slack-redir.net", "", Form::Value(&["url"])),
    ("Sophos", "sophos.com", "", Form::Packed(&["u"])),
    (
        "Steam",
        "steamcommunity.com",
        "/linkfilter",
        Form::Value(&["u", "url"]),
    ),
    ("TitanHQ", "titanhq.com", "", Form::Value(&["url"])),
    ("Google", "translate.goog", "", Form::Below),
    (
        "Trend Micro",
        "trendmicro.com",
        "/wis/",
        Form::Value(&["url"]),
    ),
    ("Tumblr", "umblr.com", "/redirect", Form::Value(&["z"])),
    (
        "Check Point",
        "url-protection.com",
        "",
        Form::Value(&["o", "url"]),
    ),
    ("Proofpoint", "urldefense.com", "", Form::Proofpoint),
    ("Proofpoint", "urldefense.us", "", Form::Proofpoint),
    ("VK", "vk.com", "/away.php", Form::Value(&["to"])),
    ("YouTube", "youtube.com", "/redirect", Form::Value(&["q"])),
];

/// A filter: its name, the domain of its links, what their path begins with, how it writes the target.
pub(super) type Filter = (&'static str, &'static str, &'static str, Form);

/// How a filter writes the target into its link.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// As the value of one of these parameters.
    Value(&'static [&'static str]),
    /// The same in base64, perhaps behind letters of the filter's own.
    Packed(&'static [&'static str]),
    /// The host alone, as the value of this parameter.
    Host(&'static str),
    /// As the rest of the path, escaped, from the first `http` on.
    Path,
    /// Between `___` and `___` in the path.
    Underscored,
    /// Proofpoint, first to third version.
    Proofpoint,
    /// The host with dots as dashes below the filter's own domain.
    Below,
    /// A page of the path behind `/amp/s/`.
    Amp,
}
