//! What `#[serde(…)]` says of a type, a variant or a field.

use syn::{Attribute, LitStr, Path, Result, meta::ParseNestedMeta};

/// Of a type.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) snake_case: bool,
    pub(crate) closed: bool,
    pub(crate) transparent: bool,
    pub(crate) tag: Option<LitStr>,
}

/// Of a field or a variant.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) rename: Option<LitStr>,
    pub(crate) absent: Absent,
    pub(crate) skip: bool,
    pub(crate) flatten: bool,
    pub(crate) with: Option<Path>,
}

/// What stands for a field that is not there.
#[derive(Default)]
pub(crate) enum Absent {
    #[default]
    Error,
    Default,
    Call(Path),
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename_all") {
                let style: LitStr = meta.value()?.parse()?;
                if style.value() != "snake_case" {
                    return Err(meta.error("only snake_case is known"));
                }
                found.snake_case = true;
            } else if meta.path.is_ident("deny_unknown_fields") {
                found.closed = true;
            } else if meta.path.is_ident("transparent") {
                found.transparent = true;
            } else if meta.path.is_ident("tag") {
                found.tag = Some(meta.value()?.parse()?);
            } else {
                return Err(meta.error("not known to Read: write the impl by hand"));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

impl Part {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                found.rename = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("default") {
                found.absent = match meta.value() {
                    Ok(value) => Absent::Call(value.parse::<LitStr>()?.parse()?),
                    Err(_) => Absent::Default,
                };
            } else if meta.path.is_ident("skip") {
                found.skip = true;
            } else if meta.path.is_ident("flatten") {
                found.flatten = true;
            } else if meta.path.is_ident("with") {
                found.with = Some(meta.value()?.parse::<LitStr>()?.parse()?);
            } else if meta.path.is_ident("skip_serializing_if")
                || meta.path.is_ident("serialize_with")
            {
                let _: LitStr = meta.value()?.parse()?;
            } else {
                return Err(meta.error("not known to Read: write the impl by hand"));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

fn each(
    attributes: &[Attribute],
    mut take: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            attribute.parse_nested_meta(&mut take)?;
        }
    }
    Ok(())
}

/// `FieldName` as `field_name`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
