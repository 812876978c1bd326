//! Messages examined one by one: from files and folders, with what is known of the organisation.

pub mod answer;
pub mod campaign;
pub mod gate;
mod known;
mod opinion;
pub mod train;
pub mod watch;

use std::io::Read as _;

use salus_content::Library;
use salus_mail::{
    Beside, Examination, Examiner, Fitted, Intents, Learned, Lists, Model, Rule, Rules, Scorecard,
    Setting,
};
use salus_readers::{Input, messages};
use salus_record::{ReadError, limits};
use salus_sources::{Found, Piece, Walk};

use crate::spine;
use crate::watch::{AsWatch, Progress};

pub use known::setting_of;
pub(crate) use opinion::Opinion;

/// The examiner that the content describes.
///
/// # Errors
/// Names the content file that cannot be used.
pub fn examiner(library: &Library, setting: Setting) -> Result<Examiner, String> {
    let lists = content(library, "mail/lists.yaml", Lists::parse)?;
    let scorecard = content(library, "mail/scorecard.yaml", Scorecard::parse)?;
    let intents = content(library, "mail/intent.yaml", Intents::parse)?;
    let model = optional(library, "mail/model.yaml", Model::parse)?;
    let fitted = optional(library, "mail/fitted.yaml", Fitted::parse)?;
    let learned = Learned::new(intents, model, rules(library)?, fitted);
    Ok(Examiner::new(setting, lists, scorecard).with_learned(learned))
}

/// What an organisation's content says of itself; nothing where it has no such file.
///
/// # Errors
/// When the file cannot be used.
pub fn own_setting(library: &Library) -> Result<Setting, String> {
    optional(library, "mail/setting.yaml", Setting::parse)
}

fn rules(library: &Library) -> Result<Rules, String> {
    let all = library.under("mail/rules/").map(|(path, text)| {
        Rule::parse(text).map_err(|reason| format!("content `{path}` cannot be used: {reason}"))
    });
    Rules::new(all.collect::<Result<Vec<Rule>, String>>()?)
}

/// A file that may be missing.
fn optional<T: Default>(
    library: &Library,
    path: &str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<T, String> {
    match library.get(path) {
        Some(_) => content(library, path, parse),
        None => Ok(T::default()),
    }
}

fn content<T>(
    library: &Library,
    path: &str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<T, String> {
    let text = library.get(path).unwrap_or_default();
    parse(text).map_err(|reason| format!("content `{path}` cannot be used: {reason}"))
}

/// What became of one message, or of a file that holds none.
pub struct Examined<'a> {
    /// The file; inside an archive `archive!member`.
    pub file: &'a str,
    /// Where in the file.
    pub place: String,
    /// The examination, or why there is none.
    pub result: Result<Examination, String>,
}

/// Whether a file was taken as mail because of what it is, or because nobody else knew it.
fn is_mail(piece: &mut Piece, progress: &dyn Progress) -> Result<(), String> {
    match spine::recognised(piece, &AsWatch(progress)) {
        Ok((reader, _)) if reader.about().name == "mail" => Ok(()),
        Ok((reader, _)) if reader.about().name == "outlook" => Err(
            "an Outlook message is not examined; help: save it as .eml and examine that".to_owned(),
        ),
        Ok((reader, _)) => Err(format!("no mail but {}", reader.about().title)),
        Err(_) if piece.size == 0 => Err("the file is empty".to_owned()),
        Err(_) => Ok(()),
    }
}

/// Examines all mail below the walk's paths.
///
/// # Errors
/// Whatever `each` gives.
pub fn examine(
    walk: &Walk,
    examiner: &Examiner,
    beside: &Beside<'_>,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Examined<'_>) -> Result<(), String>,
) -> Result<(), String> {
    progress.stage("examining", Some(walk.bytes()));
    walk.visit(&AsWatch(progress), &mut |found| match found {
        Found::Piece(mut piece) => {
            progress.item(&piece.name);
            examine_piece(&mut piece, (examiner, beside), progress, each)
        }
        Found::Failed { name, reason, .. } => each(Examined {
            file: &name,
            place: String::new(),
            result: Err(reason),
        }),
    })
}

fn examine_piece(
    piece: &mut Piece,
    (examiner, beside): (&Examiner, &Beside<'_>),
    progress: &dyn Progress,
    each: &mut dyn FnMut(Examined<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let file = piece.name.clone();
    let failed = |reason| Examined {
        file: &file,
        place: String::new(),
        result: Err(reason),
    };
    if let Err(reason) = is_mail(piece, progress) {
        return each(failed(reason));
    }
    if !piece.is_packed {
        salus_sources::Watch::read(&AsWatch(progress), piece.size);
    }
    match examine_input(&mut piece.input, &file, (examiner, beside), each) {
        Ok(()) => Ok(()),
        Err(ReadError::Output(reason)) => Err(reason),
        Err(error) => each(failed(error.to_string())),
    }
}

/// Examines what comes in on a stream: one message, or an mbox.
///
/// # Errors
/// When the stream breaks off or is larger than one message may be, and whatever `each` gives.
pub fn examine_stream(
    stream: impl std::io::Read,
    examiner: &Examiner,
    beside: &Beside<'_>,
    each: &mut dyn FnMut(Examined<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let mut bytes = Vec::new();
    let most = limits::DOCUMENT_BYTES;
    let read = stream.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read: {error}"))?;
    if bytes.is_empty() {
        return Err("nothing came in on standard input".to_owned());
    }
    if bytes.len() as u64 > most {
        return Err(format!(
            "more than {} MiB on standard input; help: give a file",
            most >> 20
        ));
    }
    let mut input = std::io::Cursor::new(bytes);
    let ended = examine_input(&mut input, "-", (examiner, beside), each);
    ended.map_err(|error| error.to_string())
}

/// Examines the messages of one input; what `each` gives comes back as a refused output.
fn examine_input(
    input: &mut dyn Input,
    file: &str,
    (examiner, beside): (&Examiner, &Beside<'_>),
    each: &mut dyn FnMut(Examined<'_>) -> Result<(), String>,
) -> Result<(), ReadError> {
    messages(input, &mut |place, raw| {
        let result = raw.and_then(|raw| {
            let examined = examiner.examine(raw, beside);
            examined.map_err(|refused| refused.to_string())
        });
        let place = place.to_string();
        each(Examined {
            file,
            place,
            result,
        })
        .map_err(ReadError::Output)
    })
}
