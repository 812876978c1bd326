//! A template turned into what it writes: for each column, where its text comes from.
//!
//! The rules are those of `event.rs`, applied once to a template instead of to each event: the
//! System part under flat names, the fields of EventData and UserData under their own.

use super::binxml::{Element, Part};
use super::event::{SYSTEM_COLUMNS, is_namespace};

/// Elements inside elements are followed this far.
const DEPTH: usize = 8;

/// What one template writes, in order.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    /// The number of the step that names the channel, for a whole event.
    pub(super) channel: Option<usize>,
    /// The value that may hold a piece of the event with a template of its own, and what it is.
    pub(super) piece: Option<(u16, Piece)>,
    /// Values that may be lists of texts.
    pub(super) lists: Vec<u16>,
    /// The names of an event's parts, or the name of the part.
    pub(super) elements: Vec<String>,
}

/// What a template describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    /// A whole `<Event>`.
    Event,
    /// A part of it beside System, such as `<EventData>`.
    Part,
    /// What stands inside `<UserData>`.
    UserData,
}

/// One field to write.
#[derive(Debug)]
pub(super) struct Step {
    /// Values that are all there, or else nothing is written.
    pub(super) depends: Vec<u16>,
    /// The field, by its number among the names.
    pub(super) field: usize,
    pub(super) role: Role,
    pub(super) text: Text,
    /// Written even if it is no text at all.
    pub(super) even_empty: bool,
}

/// Where a field's text comes from.
#[derive(Debug)]
pub(super) enum Text {
    Literal(String),
    Slot(u16),
    Mixed(Vec<Part>),
    /// A value of nameless data: a text, or a list of texts.
    List(u16),
}

/// What the envelope takes from a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    None,
    Time,
    Host,
}

/// Gives numbers to field names.
pub(super) trait Names {
    /// `None` when there are too many.
    fn number(&mut self, name: &str) -> Option<usize>;
}

/// The plan of a template; `None` where it is unusual.
pub(super) fn of(root: &Element, piece: Piece, names: &mut dyn Names) -> Option<Plan> {
    let mut maker = Maker::new(names);
    match piece {
        Piece::Event => {
            return maker
                .event(root)
                .and_then(|()| maker.finish(&root.children));
        }
        _ if root.depends.is_some() => return None,
        Piece::Part if root.name != "System" => maker.part(root)?,
        Piece::UserData if root.name != "Data" => maker.fields(root, DEPTH - 1)?,
        _ => return None,
    }
    maker.finish(std::slice::from_ref(root))
}

struct Maker<'n> {
    plan: Plan,
    names: &'n mut dyn Names,
    /// What the elements around depend on.
    depends: Vec<u16>,
    is_unusual: bool,
}

impl<'n> Maker<'n> {
    fn new(names: &'n mut dyn Names) -> Self {
        Self {
            plan: Plan::default(),
            names,
            depends: Vec::new(),
            is_unusual: false,
        }
    }

    fn finish(mut self, elements: &[Element]) -> Option<Plan> {
        let names = elements.iter().map(|element| element.name.clone());
        self.plan.elements = names.collect();
        (!self.is_unusual).then_some(self.plan)
    }

    fn event(&mut self, event: &Element) -> Option<()> {
        let mut parts: Vec<&Element> = event.children.iter().collect();
        unique(parts.iter().map(|part| part.name.as_str()))?;
        if event.name != "Event" {
            return None;
        }
        // The System part is written first, wherever it stands.
        parts.sort_by_key(|part| part.name != "System");
        for part in parts {
            if let ("UserData", [Part::Slot(slot)]) = (part.name.as_str(), &part.text[..]) {
                self.plan.piece = Some((*slot, Piece::UserData));
            }
            self.part(part)?;
        }
        match event.text[..] {
            [] => Some(()),
            [Part::Slot(slot)] if self.plan.piece.is_none() => {
                self.plan.piece = Some((slot, Piece::Part));
                Some(())
            }
            _ => None,
        }
    }

    fn part(&mut self, part: &Element) -> Option<()> {
        let depth = self.depends.len();
        self.depends.extend(part.depends);
        match part.name.as_str() {
            "System" => self.system(part),
            "EventData" => self.data(part),
            "RenderingInfo" => self.rendering(part),
            "UserData" if part.children.iter().any(|child| child.name == "Data") => None,
            _ => self.fields(part, DEPTH),
        }?;
        self.depends.truncate(depth);
        Some(())
    }

    fn system(&mut self, system: &Element) -> Option<()> {
        unique(system.children.iter().map(|child| child.name.as_str()))?;
        if system.depends.is_some() || !system.text.is_empty() {
            return None;
        }
        for child in &system.children {
            if !child.children.is_empty() {
                return None;
            }
            let depth = self.depends.len();
            self.depends.extend(child.depends);
            if child.name == "Channel" {
                self.plan.channel = Some(self.plan.steps.len());
            }
            let role = match child.name.as_str() {
                "Computer" => Role::Host,
                _ => Role::None,
            };
            self.write(&child.name, &child.text, role, false);
            for (name, value) in &child.attributes {
                let is_time = child.name == "TimeCreated" && name == "SystemTime";
                if is_time {
                    self.write("SystemTime", value, Role::Time, false);
                } else if name != "xmlns" {
                    let name = format!("{}_{name}", child.name);
                    self.write(&name, value, Role::None, false);
                }
            }
            self.depends.truncate(depth);
        }
        Some(())
    }

    fn data(&mut self, data: &Element) -> Option<()> {
        for (name, value) in &data.attributes {
            if !is_namespace(name) {
                self.set(&format!("EventData_{name}"), value, false);
            }
        }
        let (named, others): (Vec<&Element>, Vec<&Element>) =
            data.children.iter().partition(|child| child.name == "Data");
        unique(others.iter().map(|child| child.name.as_str()))?;
        let is_named = named.iter().any(|child| name_of(child).is_some());
        if !data.text.is_empty() || !is_named && named.len() > 1 {
            return None;
        }
        unique(named.iter().filter_map(|child| name_of(child)))?;
        for child in &data.children {
            if child.name != "Data" {
                self.fields(child, DEPTH)?;
                continue;
            }
            let is_plain = child.children.is_empty() && child.text.len() <= 1;
            if !is_plain || has_slot_in_name(child) || is_named && child.depends.is_some() {
                return None;
            }
            if is_named {
                if let Some(name) = name_of(child) {
                    self.set(name, &child.text, true);
                }
            } else {
                self.nameless(child);
            }
        }
        Some(())
    }

    /// The only `<Data>`, without a name: its value may be a list of texts.
    fn nameless(&mut self, data: &Element) {
        let depth = self.depends.len();
        self.depends.extend(data.depends);
        match data.text[..] {
            [Part::Slot(slot)] => {
                self.plan.lists.push(slot);
                self.push("Data", Role::None, Text::List(slot), true);
            }
            _ => self.set("Data", &data.text, true),
        }
        self.depends.truncate(depth);
    }

    /// The message a collector rendered beside the event keeps its plain name.
    fn rendering(&mut self, rendering: &Element) -> Option<()> {
        unique(rendering.children.iter().map(|child| child.name.as_str()))?;
        if !rendering.text.is_empty() {
            return None;
        }
        for child in rendering.children.iter().filter(|c| c.children.is_empty()) {
            let depth = self.depends.len();
            self.depends.extend(child.depends);
            match child.name.as_str() {
                "Message" => self.set("Message", &child.text, false),
                other => self.set(&format!("RenderingInfo_{other}"), &child.text, false),
            }
            self.depends.truncate(depth);
        }
        Some(())
    }

    /// The leaves below an element, each under its own name.
    fn fields(&mut self, element: &Element, depth: usize) -> Option<()> {
        let is_leaf = element.children.is_empty();
        if depth == 0 || !is_leaf && !element.text.is_empty() {
            return None;
        }
        unique(element.children.iter().map(|child| child.name.as_str()))?;
        let around = self.depends.len();
        self.depends.extend(element.depends);
        for (name, value) in &element.attributes {
            if !is_namespace(name) {
                self.set(&format!("{}_{name}", element.name), value, false);
            }
        }
        if is_leaf {
            self.set(&element.name, &element.text, false);
        }
        for child in &element.children {
            self.fields(child, depth - 1)?;
        }
        self.depends.truncate(around);
        Some(())
    }

    /// Writes a field of the event's data, which may not hide one of the System part.
    fn set(&mut self, name: &str, parts: &[Part], even_empty: bool) {
        if SYSTEM_COLUMNS.contains(&name.to_ascii_lowercase().as_str()) {
            self.write(&format!("EventData_{name}"), parts, Role::None, even_empty);
        } else {
            self.write(name, parts, Role::None, even_empty);
        }
    }

    fn write(&mut self, name: &str, parts: &[Part], role: Role, even_empty: bool) {
        let text = match parts {
            [] => Text::Literal(String::new()),
            [Part::Literal(text)] => Text::Literal(text.clone()),
            [Part::Slot(slot)] => Text::Slot(*slot),
            mixed => Text::Mixed(mixed.to_vec()),
        };
        self.push(name, role, text, even_empty);
    }

    fn push(&mut self, name: &str, role: Role, text: Text, even_empty: bool) {
        let field = self.names.number(name);
        self.is_unusual |= field.is_none();
        self.plan.steps.push(Step {
            depends: self.depends.clone(),
            field: field.unwrap_or_default(),
            role,
            text,
            even_empty,
        });
    }
}

fn is_slot(part: &Part) -> bool {
    matches!(part, Part::Slot(_))
}

/// The name of a `<Data>`, if it has one.
fn name_of(data: &Element) -> Option<&str> {
    let (_, value) = data.attributes.iter().find(|(name, _)| name == "Name")?;
    match &value[..] {
        [Part::Literal(name)] if !name.is_empty() => Some(name),
        _ => None,
    }
}

fn has_slot_in_name(data: &Element) -> bool {
    data.attributes
        .iter()
        .any(|(name, value)| name == "Name" && value.iter().any(is_slot))
}

/// Two elements of one name side by side are numbered, which is left to the slow way.
fn unique<'n>(names: impl Iterator<Item = &'n str>) -> Option<()> {
    let mut seen = hashbrown::HashSet::new();
    for name in names {
        seen.insert(name).then_some(())?;
    }
    Some(())
}
