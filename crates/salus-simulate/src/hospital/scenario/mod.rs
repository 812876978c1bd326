//! What is planted, as a file says it.

mod accounts;
pub(crate) mod plant;
pub(crate) mod relation;
#[cfg(test)]
mod tests;

use serde::Deserialize;

const BOTH: &str = include_str!("both.yaml");

/// What is planted in the logs: the built-in one, or a YAML file of the same form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name, for the truth.
    #[serde(rename = "scenario")]
    pub name: String,
    /// Days held out to tune on; the test days follow them and end with the run.
    pub tune_days: u32,
    /// Days to test on. A shorter run has fewer of both.
    pub test_days: u32,
    /// Looks at records out of curiosity.
    #[serde(default)]
    pub snooping: Vec<Snooping>,
    /// Records opened by the emergency button, with no care before or after.
    #[serde(default)]
    pub emergency_misuse: u32,
    /// Accounts used after their owners left.
    #[serde(default)]
    pub leavers: Accounts,
    /// Accounts used while their owners are on leave.
    #[serde(default)]
    pub on_leave: Accounts,
    /// Accounts that take many records along in one evening.
    #[serde(default)]
    pub exports: Accounts,
    /// Medical devices that call an address nobody knows: 0 or 1.
    #[serde(default)]
    pub device_calls: u32,
    /// Portable machines that get lost, by turns a telephone that is wiped and a laptop without encryption: up to 20.
    #[serde(default)]
    pub lost_devices: u32,
    /// Attacks that end in rewritten files: 0 or 1.
    #[serde(default)]
    pub ransomware: u32,
    /// False notices by mail that end in a sign-in from abroad: 0 or 1.
    #[serde(default)]
    pub phishing: u32,
    /// Attacks on medical devices: a search, pictures fetched, values sent, in this order; up to 3.
    #[serde(default)]
    pub device_attacks: u32,
}

/// How many of one kind, on any day and on a day the patient is treated.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snooping {
    /// Who is looked at.
    pub kind: Kind,
    /// On any day.
    #[serde(default)]
    pub easy: u32,
    /// On a day when the patient is under treatment.
    #[serde(default)]
    pub hard: u32,
}

/// How many accounts, and how many patients each opens.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// Accounts.
    pub accounts: u32,
    /// Patients of each.
    pub patients: u32,
}

/// Whom a snoop looks at. A pair belongs to one kind only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A stranger.
    Random,
    /// A patient who works in the same department.
    CoWorker,
    /// A patient of the same family name who lives elsewhere.
    Surname,
    /// A patient of the same address.
    Household,
    /// Somebody known to everybody.
    Vip,
    /// A patient of the same street, in another house.
    Neighbour,
    /// The person's own record.
    #[serde(rename = "self")]
    Own,
}

impl Kind {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::CoWorker => "co_worker",
            Self::Surname => "surname",
            Self::Household => "household",
            Self::Vip => "vip",
            Self::Neighbour => "neighbour",
            Self::Own => "self",
        }
    }
}

/// More than this is no sample of snooping but the work itself.
const MOST: u32 = 100_000;

impl Scenario {
    /// The built-in one: sixty of each kind of snooping, half of each stratum.
    #[must_use]
    pub fn both() -> Self {
        Self::read(BOTH).expect("the built-in scenario is read by its own test")
    }

    /// The built-in one with all sixty of each kind on any day.
    #[must_use]
    pub fn easy() -> Self {
        Self::one_stratum("easy")
    }

    /// The built-in one with all sixty of each kind on days when the patient is treated.
    #[must_use]
    pub fn hard() -> Self {
        Self::one_stratum("hard")
    }

    /// Nothing is planted.
    #[must_use]
    pub fn none() -> Self {
        Self {
            name: "none".to_owned(),
            snooping: Vec::new(),
            emergency_misuse: 0,
            leavers: Accounts::default(),
            on_leave: Accounts::default(),
            exports: Accounts::default(),
            device_calls: 0,
            lost_devices: 0,
            ransomware: 0,
            phishing: 0,
            device_attacks: 0,
            ..Self::both()
        }
    }

    /// One of the built-in ones.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "both" => Some(Self::both()),
            "easy" => Some(Self::easy()),
            "hard" => Some(Self::hard()),
            "none" => Some(Self::none()),
            _ => None,
        }
    }

    /// Reads a scenario file.
    ///
    /// # Errors
    ///
    /// When the text is no scenario, or asks for more than can be planted.
    pub fn read(text: &str) -> Result<Self, String> {
        let scenario: Self =
            yaml_serde::from_str(text).map_err(|error| format!("not a scenario: {error}"))?;
        let days = [scenario.tune_days, scenario.test_days];
        if days.iter().any(|days| *days > 400) || days.iter().sum::<u32>() == 0 {
            return Err(
                "`tune_days` and `test_days` lie between 0 and 400, and are not both 0".to_owned(),
            );
        }
        let accounts = [scenario.leavers, scenario.on_leave, scenario.exports];
        let products = accounts.map(|one| one.accounts.saturating_mul(one.patients.max(1)));
        let counts = scenario
            .snooping
            .iter()
            .map(|one| one.easy.saturating_add(one.hard));
        let total = counts
            .chain(products)
            .chain([scenario.emergency_misuse])
            .fold(0u32, u32::saturating_add);
        if total > MOST {
            return Err(format!("`{total}` planted accesses are more than {MOST}"));
        }
        scenario.check_stories()?;
        Ok(scenario)
    }

    /// Stories that happen once or a few times.
    fn check_stories(&self) -> Result<(), String> {
        for (name, asked, most) in [
            ("device_calls", self.device_calls, 1),
            ("lost_devices", self.lost_devices, 20),
            ("ransomware", self.ransomware, 1),
            ("phishing", self.phishing, 1),
            ("device_attacks", self.device_attacks, 3),
        ] {
            if asked > most {
                return Err(format!("`{name}: {asked}` is more than {most}"));
            }
        }
        Ok(())
    }

    fn one_stratum(name: &str) -> Self {
        let mut scenario = Self::both();
        scenario.name = name.to_owned();
        for one in &mut scenario.snooping {
            let all = one.easy + one.hard;
            (one.easy, one.hard) = if name == "easy" { (all, 0) } else { (0, all) };
        }
        scenario
    }
}
