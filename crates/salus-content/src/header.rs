//! SQL files open with their header: YAML between `/*---` and `---*/`.

/// Splits a content file into header and query.
pub(crate) fn split(text: &str) -> Result<(&str, &str), String> {
    let rest = text
        .trim_start()
        .strip_prefix("/*---")
        .ok_or("no header: the file must open with `/*---`")?;
    let (header, body) = rest
        .split_once("---*/")
        .ok_or("the header is not closed with `---*/`")?;
    let sql = body.trim().trim_end_matches(';').trim();
    if sql.is_empty() {
        return Err("no query behind the header".into());
    }
    Ok((header, sql))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        assert_eq!(split(text), expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn a_header_and_a_query_are_told_apart() {
        check(
            "/*---\na: 1\n---*/\nselect 1;\n",
            Ok(("\na: 1\n", "select 1")),
        );
        check(
            "select 1",
            Err("no header: the file must open with `/*---`"),
        );
        check("/*---\na: 1", Err("the header is not closed with `---*/`"));
        check("/*---\na: 1\n---*/ ", Err("no query behind the header"));
    }
}
