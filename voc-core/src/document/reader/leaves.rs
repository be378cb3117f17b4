//! How the types of the standard library are read.

use super::{Read, Reader};
use crate::document::node::{Content, Node};
use crate::error::{Code, Error};
use chrono::NaiveDate;
use std::sync::Arc;

impl Read for String {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        reader.text(node).to_owned()
    }
    fn read_key(_: &mut Reader<'_>, key: &str) -> Self {
        key.to_owned()
    }
}

impl Read for bool {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match reader.content_of(node) {
            Some(Content::Bool(value)) => return *value,
            Some(other) => reader.mismatch("true or false", other),
            None => {}
        }
        false
    }
}

impl<'n> Reader<'n> {
    /// A whole number from `least` on.
    #[inline(never)]
    fn int(&mut self, node: Option<&'n Node>, least: i64, most: i64) -> i64 {
        let expected = if least == 0 {
            "a whole number from 0"
        } else {
            "a whole number"
        };
        match self.content_of(node) {
            Some(Content::Int(value)) if (least..=most).contains(value) => return *value,
            Some(other @ Content::Int(_)) => self.out_of_range(expected, other),
            Some(other) => self.mismatch(expected, other),
            None => {}
        }
        0
    }
}

macro_rules! ints {
    ($($type:ty: $least:expr, $most:expr;)*) => {$(
        impl Read for $type {
            fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
                Self::try_from(reader.int(node, $least, $most)).unwrap_or_default()
            }
        }
    )*};
}
ints! {
    u8: 0, u8::MAX.into();
    u16: 0, u16::MAX.into();
    u32: 0, u32::MAX.into();
    u64: 0, i64::MAX;
    usize: 0, i64::from(u32::MAX);
    i8: i8::MIN.into(), i8::MAX.into();
    i32: i32::MIN.into(), i32::MAX.into();
    i64: i64::MIN, i64::MAX;
}

impl Read for f64 {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match reader.content_of(node) {
            Some(Content::Float(value)) => return *value,
            #[expect(
                clippy::cast_precision_loss,
                reason = "the number nearest to what is written"
            )]
            Some(Content::Int(value)) => return *value as f64,
            Some(other) => reader.mismatch("a number", other),
            None => {}
        }
        0.0
    }
}

impl Read for NaiveDate {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let depth = reader.depth();
        let text = reader.text(node);
        text.parse().unwrap_or_else(|_| {
            let message = ["`", text, "` is not a date"].concat();
            let error = Error::new(Code::BadTime, message).hint("write it as 2026-03-01");
            reader.refuse(depth, node, error);
            Self::default()
        })
    }
}

impl<T: Read> Read for Option<T> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match node {
            None
            | Some(Node {
                content: Content::Null,
                ..
            }) => None,
            node => Some(T::read(reader, node)),
        }
    }
}

impl<T: Read> Read for Box<T> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Self::new(T::read(reader, node))
    }
}

impl<T: Read> Read for Arc<T> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Self::new(T::read(reader, node))
    }
}

impl<T: Read> Read for Box<[T]> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Vec::read(reader, node).into()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let depth = reader.depth();
        let nodes = reader.items(node);
        let mut items = Self::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            reader.item(depth, index, node);
            items.push(T::read(reader, Some(node)));
        }
        items
    }
}

impl<T: Read, const LENGTH: usize> Read for [T; LENGTH] {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let mut items = reader.items_of(node, LENGTH);
        std::array::from_fn(|_| {
            let node = items.next(reader);
            T::read(reader, node)
        })
    }
}

macro_rules! tuples {
    ($($length:literal: $($type:ident)+;)*) => {$(
        impl<$($type: Read),+> Read for ($($type,)+) {
            fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
                let mut items = reader.items_of(node, $length);
                ($({
                    let node = items.next(reader);
                    $type::read(reader, node)
                },)+)
            }
        }
    )*};
}
tuples! {
    2: A B;
    3: A B C;
    4: A B C D;
}
