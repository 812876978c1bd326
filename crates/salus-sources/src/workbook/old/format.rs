//! Which numbers of a workbook are days or stretches of time: their format tells.

use calamine::ExcelDateTimeType;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Number,
    Time,
    /// Hours that go on beyond a day.
    Stretch,
}

impl Format {
    /// One of those that are known by a number alone.
    pub(super) fn numbered(number: u16) -> Self {
        match number {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Time,
            46 => Self::Stretch,
            _ => Self::Number,
        }
    }

    /// One that is written out, such as `yyyy-mm-dd` or `[h]:mm`; texts in it stand in quotes or behind a mark.
    pub(super) fn written(text: &str) -> Self {
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match letter {
                ';' => break,
                '"' => {
                    letters.by_ref().find(|letter| *letter == '"');
                }
                '\\' | '_' | '*' => {
                    letters.next();
                }
                '[' => {
                    let inner: String = letters.by_ref().take_while(|it| *it != ']').collect();
                    let is_unit = |letter| "hmsHMS".contains(letter);
                    if !inner.is_empty() && inner.chars().all(is_unit) {
                        return Self::Stretch;
                    }
                }
                'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => return Self::Time,
                _ => {}
            }
        }
        Self::Number
    }

    pub(super) fn kind(self) -> Option<ExcelDateTimeType> {
        match self {
            Self::Number => None,
            Self::Time => Some(ExcelDateTimeType::DateTime),
            Self::Stretch => Some(ExcelDateTimeType::TimeDelta),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_tell_days_from_numbers() {
        let cases = [
            ("General", Format::Number),
            ("0.00E+00", Format::Number),
            ("#,##0 \"days\"", Format::Number),
            ("0\\d", Format::Number),
            ("[Red]0.0;[Blue]-0.0", Format::Number),
            ("[$-409]d/m/yy h:mm AM/PM", Format::Time),
            ("YYYY\\-MM\\-DD", Format::Time),
            ("[h]:mm:ss", Format::Stretch),
            ("0;yyyy", Format::Number),
            ("[", Format::Number),
            ("\"", Format::Number),
        ];
        for (text, expected) in cases {
            assert_eq!(Format::written(text), expected, "{text}");
        }
        assert_eq!(Format::numbered(14), Format::Time);
        assert_eq!(Format::numbered(46), Format::Stretch);
        assert_eq!(Format::numbered(2), Format::Number);
    }
}
