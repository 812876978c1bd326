//! A progress bar with rate and time left on a terminal, plain lines otherwise.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use salus_engine::Progress;
use salus_sources::Watch;

/// Shown on stderr.
pub(crate) struct Bar {
    bar: Mutex<ProgressBar>,
    is_terminal: bool,
}

impl Bar {
    pub(crate) fn new() -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self {
            bar: Mutex::new(ProgressBar::hidden()),
            is_terminal,
        }
    }

    fn with(&self, act: impl FnOnce(&mut ProgressBar)) {
        if let Ok(mut bar) = self.bar.lock() {
            act(&mut bar);
        }
    }

    /// Takes the bar away, for what is printed next.
    pub(crate) fn done(&self) {
        self.with(|bar| bar.finish_and_clear());
    }
}

impl Watch for Bar {
    fn read(&self, bytes: u64) {
        self.with(|bar| bar.inc(bytes));
    }
}

impl Progress for Bar {
    fn stage(&self, name: &str, bytes: Option<u64>) {
        if !self.is_terminal {
            match bytes {
                Some(bytes) => eprintln!("{name} {} …", indicatif::HumanBytes(bytes)),
                None => eprintln!("{name} …"),
            }
            return;
        }
        let new = match bytes {
            Some(bytes) => ProgressBar::new(bytes).with_style(style(
                "{prefix:>10} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} left  {wide_msg}",
            )),
            None => ProgressBar::new_spinner().with_style(style("{prefix:>10} {spinner} {wide_msg}")),
        };
        new.set_prefix(name.to_owned());
        new.enable_steady_tick(Duration::from_millis(200));
        self.with(|bar| {
            bar.finish_and_clear();
            *bar = new;
        });
    }

    fn item(&self, name: &str) {
        if self.is_terminal {
            self.with(|bar| bar.set_message(name.to_owned()));
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
