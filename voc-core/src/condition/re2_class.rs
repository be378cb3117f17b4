//! Classes and escapes in RE2's syntax.

use super::pattern::bad;
use super::ranges::{Ranges, perl, posix};
use crate::error::Error;
use std::str::Chars;

const NO_END: &str = "a class has no `]`";

/// A class, its `[` taken.
pub(super) fn class(rest: &mut Chars<'_>, fold: bool) -> Result<Ranges, Error> {
    let mut all = Ranges::default();
    let negated = take(rest, "^");
    let mut first = true;
    loop {
        if !first && take(rest, "]") {
            return Ok(all.named(fold, negated));
        }
        first = false;
        if let Some(named) = posix_class(rest, fold)? {
            all.add(&named);
            continue;
        }
        match member(rest, fold)? {
            Member::Class(class) => all.add(&class),
            Member::One(low) => all.add(&Ranges::of(&[(low, range_end(low, rest, fold)?)])),
        }
    }
}

enum Member {
    One(char),
    Class(Ranges),
}

fn take(rest: &mut Chars<'_>, wanted: &str) -> bool {
    let after = rest.as_str().strip_prefix(wanted);
    if let Some(after) = after {
        *rest = after.chars();
    }
    after.is_some()
}

/// Where the range ends that begins with `low`: there, unless a `-` follows that is not the last.
fn range_end(low: char, rest: &mut Chars<'_>, fold: bool) -> Result<char, Error> {
    let mut ahead = rest.clone();
    if ahead.next() != Some('-') || ahead.next().is_none_or(|after| after == ']') {
        return Ok(low);
    }
    rest.next();
    match member(rest, fold)? {
        Member::Class(_) => Err(bad("no such range")),
        Member::One(high) if high < low => Err(bad("a range ends before it begins")),
        Member::One(high) => Ok(high),
    }
}

fn member(rest: &mut Chars<'_>, fold: bool) -> Result<Member, Error> {
    let next = rest.next().ok_or_else(|| bad(NO_END))?;
    if next != '\\' {
        return Ok(Member::One(next));
    }
    let escaped = rest.next().ok_or_else(|| bad("a backslash ends it"))?;
    match perl(escaped, fold) {
        Some(class) => Ok(Member::Class(class)),
        None => plain_escape(escaped, rest).map(Member::One),
    }
}

/// `[:alpha:]` within a class.
fn posix_class(rest: &mut Chars<'_>, fold: bool) -> Result<Option<Ranges>, Error> {
    let Some(named) = rest.as_str().strip_prefix("[:") else {
        return Ok(None);
    };
    let Some((name, after)) = named.split_once(":]") else {
        return Ok(None);
    };
    *rest = after.chars();
    let plain = name.strip_prefix('^');
    let found = posix(plain.unwrap_or(name), fold, plain.is_some());
    found.map(Some).ok_or_else(|| bad("no such class"))
}

/// The character that an escape stands for, the backslash and `c` taken.
pub(super) fn plain_escape(c: char, rest: &mut Chars<'_>) -> Result<char, Error> {
    Ok(match c {
        'a' => '\x07',
        'f' => '\x0C',
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'v' => '\x0B',
        'x' => return hexadecimal(rest),
        'p' | 'P' => return Err(bad("Unicode classes are not part of this version")),
        c if c.is_ascii_punctuation() => c,
        _ => return Err(bad(&format!("`\\{c}` is no escape"))),
    })
}

fn hexadecimal(rest: &mut Chars<'_>) -> Result<char, Error> {
    let text = rest.as_str();
    let (digits, taken) = match text.strip_prefix('{') {
        Some(inner) => match inner.split_once('}') {
            Some((digits, _)) => (digits, digits.len() + 2),
            None => return Err(bad("`\\x{` has no end")),
        },
        None => (text.get(..2).unwrap_or_default(), 2),
    };
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| valid);
    let found = code.and_then(char::from_u32);
    *rest = text.get(taken..).unwrap_or_default().chars();
    found.ok_or_else(|| bad("`\\x` takes two digits, or braces"))
}
