//! Values into tokens.

use super::{Out, Target, Token, Unwritable};
use serde::ser::{self, Serialize};
use std::fmt;

type Done = Result<(), Unwritable>;

macro_rules! tokens {
    ($($method:ident($($name:ident: $type:ty),*) => $token:expr;)*) => {$(
        fn $method(self, $($name: $type),*) -> Done {
            self.take($token)
        }
    )*};
}

/// What opens with a token and is filled by the rest.
macro_rules! opens {
    ($($method:ident($($type:ty),*) => $token:ident;)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<Self, Unwritable> {
            self.take(Token::$token)?;
            Ok(self)
        }
    )*};
}

impl<'o> ser::Serializer for &'o mut Out {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Variant<'o>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Variant<'o>;

    tokens! {
        serialize_bool(value: bool) => Token::Bool(value);
        serialize_i8(value: i8) => Token::Int(value.into());
        serialize_i16(value: i16) => Token::Int(value.into());
        serialize_i32(value: i32) => Token::Int(value.into());
        serialize_i64(value: i64) => Token::Int(value);
        serialize_u8(value: u8) => Token::Unsigned(value.into());
        serialize_u16(value: u16) => Token::Unsigned(value.into());
        serialize_u32(value: u32) => Token::Unsigned(value.into());
        serialize_u64(value: u64) => Token::Unsigned(value);
        serialize_f64(value: f64) => Token::Number(value);
        serialize_char(value: char) => Token::Text(value.encode_utf8(&mut [0; 4]));
        serialize_str(value: &str) => Token::Text(value);
        serialize_bytes(value: &[u8]) => Token::Bytes(value);
        serialize_none() => Token::Absent;
        serialize_unit() => Token::Unit;
        serialize_unit_struct(_name: &'static str) => Token::Unit;
        serialize_unit_variant(_name: &'static str, _index: u32, variant: &'static str) => Token::Text(variant);
    }
    opens! {
        serialize_seq(Option<usize>) => OpenList;
        serialize_tuple(usize) => OpenList;
        serialize_tuple_struct(&'static str, usize) => OpenList;
        serialize_map(Option<usize>) => OpenMap;
        serialize_struct(&'static str, usize) => OpenMap;
    }

    fn is_human_readable(&self) -> bool {
        matches!(self.0, Target::Json(_))
    }
    fn serialize_f32(self, value: f32) -> Done {
        self.take(Token::Number(value.into()))
    }
    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Done {
        self.take(Token::Text(&value.to_string()))
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        self.take(Token::Present)?;
        value.serialize(self)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        self.take(Token::Variant(variant))?;
        value.serialize(&mut *self)?;
        self.take(Token::CloseVariant)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<'o>, Unwritable> {
        self.take(Token::Variant(variant))?;
        self.take(Token::OpenList)?;
        Ok(Variant(self))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<'o>, Unwritable> {
        self.take(Token::Variant(variant))?;
        self.take(Token::OpenMap)?;
        Ok(Variant(self))
    }
}

macro_rules! lists {
    ($($trait:ident: $method:ident),*) => {$(
        impl ser::$trait for &mut Out {
            type Ok = ();
            type Error = Unwritable;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                self.take(Token::Item)?;
                value.serialize(&mut **self)
            }
            fn end(self) -> Done {
                self.take(Token::CloseList)
            }
        }
    )*};
}
lists!(SerializeSeq: serialize_element, SerializeTuple: serialize_element,
       SerializeTupleStruct: serialize_field);

impl ser::SerializeMap for &mut Out {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        self.take(Token::Key)?;
        key.serialize(&mut **self)?;
        self.take(Token::KeyEnd)
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        value.serialize(&mut **self)
    }
    fn end(self) -> Done {
        self.take(Token::CloseMap)
    }
}

impl ser::SerializeStruct for &mut Out {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key)?;
        value.serialize(&mut **self)
    }
    fn end(self) -> Done {
        self.take(Token::CloseMap)
    }
}

/// What stands behind the name of a variant.
pub(crate) struct Variant<'o>(&'o mut Out);

impl ser::SerializeTupleVariant for Variant<'_> {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.0.take(Token::Item)?;
        value.serialize(&mut *self.0)
    }
    fn end(self) -> Done {
        self.0.take(Token::CloseList)?;
        self.0.take(Token::CloseVariant)
    }
}

impl ser::SerializeStructVariant for Variant<'_> {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.0.field(key)?;
        value.serialize(&mut *self.0)
    }
    fn end(self) -> Done {
        self.0.take(Token::CloseMap)?;
        self.0.take(Token::CloseVariant)
    }
}
