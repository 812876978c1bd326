//! Templates as the machine takes them: keys, windows and strengths without words.

use salus_content::{
    MOST_WINDOW_DAYS, TemplateClass, TemplateDerived, TemplateKeys, TemplateStrength,
};

/// There is a bit for each template in [`crate::Events::templates`].
pub const MOST_TEMPLATES: usize = 32;

/// What [`Template`] says of one reason; its place in [`Templates`] is its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What evidence and access have in common.
    pub keys: TemplateKeys,
    /// Days that evidence counts before it begins.
    pub before: u32,
    /// Days that evidence counts after it has ended.
    pub after: u32,
    /// Whether it explains alone.
    pub strength: TemplateStrength,
    /// Which limit of chance it is held to.
    pub class: TemplateClass,
    /// What the person who looked wrote themselves counts only from its own moment on.
    pub own_work: bool,
    /// It is only for users whose bit is set in [`crate::Staff::templates`].
    pub some_users: bool,
    /// Whether it rests on how other accesses were explained.
    pub derived: TemplateDerived,
}

/// Templates that cannot be taken together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is one bit per template.
    #[error("{0} templates, at most {MOST_TEMPLATES}")]
    TooMany(usize),
    /// A window of a template, by its place.
    #[error("template {0} has a window of more than {MOST_WINDOW_DAYS} days")]
    Window(usize),
}

/// All templates of an audit, in the order of their bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Templates {
    list: Vec<Template>,
}

impl Templates {
    /// The compiled form of declared templates, in their order.
    pub fn compile(declared: &[salus_content::Template]) -> Result<Self, Refused> {
        let compiled = declared.iter().map(|one| Template {
            keys: one.keys,
            before: one.before_days,
            after: one.after_days,
            strength: one.strength,
            class: one.class,
            own_work: one.own_work,
            some_users: !one.users.trim().is_empty(),
            derived: one.derived,
        });
        Self::new(compiled.collect())
    }

    /// Templates by the order of their bits.
    pub fn new(list: Vec<Template>) -> Result<Self, Refused> {
        if list.len() > MOST_TEMPLATES {
            return Err(Refused::TooMany(list.len()));
        }
        let too_wide = |one: &Template| one.before.max(one.after) > MOST_WINDOW_DAYS;
        match list.iter().position(too_wide) {
            Some(place) => Err(Refused::Window(place)),
            None => Ok(Self { list }),
        }
    }

    /// The templates, in the order of their bits.
    #[must_use]
    pub fn list(&self) -> &[Template] {
        &self.list
    }

    /// The same, with those of these bits made weak.
    #[must_use]
    pub fn demoted(&self, bits: u32) -> Self {
        let mut list = self.list.clone();
        for (place, template) in list.iter_mut().enumerate() {
            if bits >> place & 1 == 1 {
                template.strength = TemplateStrength::Weak;
            }
        }
        Self { list }
    }

    /// The bits of the templates of which something is true.
    #[must_use]
    pub fn bits(&self, holds: impl Fn(&Template) -> bool) -> u32 {
        let numbered = self.list.iter().enumerate();
        numbered
            .filter(|(_, template)| holds(template))
            .fold(0, |bits, (place, _)| bits | 1 << place)
    }

    /// Bits of those that explain alone.
    pub(crate) fn strong(&self) -> u32 {
        self.bits(|one| one.strength == TemplateStrength::Strong)
    }

    /// Bits of those that tie the person to the patient: evidence for a co-worker.
    pub(crate) fn strong_direct(&self) -> u32 {
        self.strong()
            & self.bits(|one| {
                one.class == TemplateClass::Direct && one.derived == TemplateDerived::Evidence
            })
    }

    /// Bits of those upon which a repeat may rest.
    pub(crate) fn strong_unrepeated(&self) -> u32 {
        self.strong() & self.bits(|one| one.derived != TemplateDerived::Repeat)
    }

    /// Bits of those that rest on rows of care.
    pub(crate) fn over_care(&self) -> u32 {
        self.bits(|one| one.derived == TemplateDerived::Evidence)
    }
}

/// The places of the bits that are set, ascending.
pub(crate) fn places(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros();
        bits &= bits.checked_sub(1)?;
        Some(place as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direct() -> Template {
        Template {
            keys: TemplateKeys::PatientUser,
            before: 1,
            after: 30,
            strength: TemplateStrength::Strong,
            class: TemplateClass::Direct,
            own_work: false,
            some_users: false,
            derived: TemplateDerived::Evidence,
        }
    }

    #[test]
    fn bits_tell_templates_apart() {
        let repeat = Template {
            derived: TemplateDerived::Repeat,
            ..direct()
        };
        let ward = Template {
            class: TemplateClass::Department,
            keys: TemplateKeys::PatientDepartment,
            ..direct()
        };
        let all = Templates::new(vec![direct(), repeat, ward]).expect("three templates");
        assert_eq!(all.strong(), 0b111);
        assert_eq!(all.strong_direct(), 0b001);
        assert_eq!(all.strong_unrepeated(), 0b101);
        assert_eq!(all.over_care(), 0b101);
        assert_eq!(all.demoted(0b100).strong(), 0b011);
        assert_eq!(places(0b1010_0001).collect::<Vec<_>>(), [0, 5, 7]);
    }

    #[test]
    fn too_many_and_too_wide_are_refused() {
        let many = Templates::new(vec![direct(); 33]);
        assert_eq!(many, Err(Refused::TooMany(33)));
        let wide = Template {
            after: 4_000,
            ..direct()
        };
        assert_eq!(
            Templates::new(vec![direct(), wide]),
            Err(Refused::Window(1))
        );
    }
}
