//! Arithmetic and functions on values.

use super::error::EvalError;
use super::node::{Arith, Function};
use super::pattern::Pattern;
use super::times;
use super::val::{Val, floor};
use std::borrow::Cow;

type Done<'a> = Result<Val<'a>, EvalError>;

fn whole(value: Option<i64>) -> Done<'static> {
    value.map(Val::Int).ok_or(EvalError::Overflow)
}

fn duration(micros: Option<i64>) -> Done<'static> {
    times::duration(micros).map(Val::Duration)
}

fn instant(micros: Option<i64>) -> Done<'static> {
    times::instant(micros).map(Val::Time)
}

pub(super) fn arith<'a>(how: Arith, left: Val<'a>, right: Val<'a>) -> Done<'a> {
    match (how, left, right) {
        (how, Val::Int(left), Val::Int(right)) => ints(how, left, right),
        (how, Val::Number(left), Val::Number(right)) => Ok(Val::Number(match how {
            Arith::Add => left + right,
            Arith::Subtract => left - right,
            Arith::Multiply => left * right,
            Arith::Divide => left / right,
            Arith::Remainder => return mistyped(),
        })),
        (Arith::Add, Val::Text(left), Val::Text(right)) => {
            let mut joined = left.into_owned();
            joined.push_str(&right);
            Ok(Val::Text(Cow::Owned(joined)))
        }
        (Arith::Add, Val::Time(time), Val::Duration(length))
        | (Arith::Add, Val::Duration(length), Val::Time(time)) => instant(time.checked_add(length)),
        (Arith::Subtract, Val::Time(time), Val::Duration(length)) => {
            instant(time.checked_sub(length))
        }
        (Arith::Subtract, Val::Time(left), Val::Time(right)) => duration(left.checked_sub(right)),
        (Arith::Add, Val::Duration(left), Val::Duration(right)) => {
            duration(left.checked_add(right))
        }
        (Arith::Subtract, Val::Duration(left), Val::Duration(right)) => {
            duration(left.checked_sub(right))
        }
        _ => mistyped(),
    }
}

/// What the check has ruled out.
fn mistyped<'a>() -> Done<'a> {
    Err(EvalError::WrongType(String::new()))
}

fn ints(how: Arith, left: i64, right: i64) -> Done<'static> {
    let by_zero = right == 0 && matches!(how, Arith::Divide | Arith::Remainder);
    if by_zero {
        return Err(EvalError::DivisionByZero);
    }
    whole(match how {
        Arith::Add => left.checked_add(right),
        Arith::Subtract => left.checked_sub(right),
        Arith::Multiply => left.checked_mul(right),
        Arith::Divide => left.checked_div(right),
        Arith::Remainder => left.checked_rem(right),
    })
}

pub(super) fn negate(value: &Val<'_>) -> Done<'static> {
    match value {
        Val::Int(int) => whole(int.checked_neg()),
        Val::Number(number) => Ok(Val::Number(-number)),
        _ => mistyped(),
    }
}

pub(super) fn size(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

pub(super) fn call<'a>(function: Function, first: Val<'a>, second: Option<Val<'a>>) -> Done<'a> {
    match (function, first, second) {
        (Function::Size, Val::Text(text), _) => Ok(Val::Int(size(&text))),
        (Function::Contains, Val::Text(text), Some(Val::Text(piece))) => {
            Ok(Val::Bool(text.contains(&*piece)))
        }
        (Function::StartsWith, Val::Text(text), Some(Val::Text(piece))) => {
            Ok(Val::Bool(text.starts_with(&*piece)))
        }
        (Function::EndsWith, Val::Text(text), Some(Val::Text(piece))) => {
            Ok(Val::Bool(text.ends_with(&*piece)))
        }
        (Function::Matches, Val::Text(text), Some(Val::Text(pattern))) => {
            match Pattern::compile(&pattern) {
                Ok(pattern) => Ok(Val::Bool(pattern.is_match(&text))),
                Err(_) => Err(EvalError::BadPattern),
            }
        }
        (Function::Timestamp, Val::Text(text), _) => times::read_instant(&text).map(Val::Time),
        (Function::Duration, Val::Text(text), _) => times::read_duration(&text).map(Val::Duration),
        (Function::Int, Val::Number(number), _) => int(number),
        #[expect(
            clippy::cast_precision_loss,
            reason = "CEL rounds to the nearest double"
        )]
        (Function::Double, Val::Int(int), _) => Ok(Val::Number(int as f64)),
        (
            Function::Timestamp | Function::Duration | Function::Int | Function::Double,
            same,
            None,
        ) => Ok(same),
        (Function::Part(part), Val::Time(time), None) => times::part(part, time, "UTC"),
        (Function::Part(part), Val::Time(time), Some(Val::Text(zone))) => {
            times::part(part, time, &zone)
        }
        (Function::Part(part), Val::Duration(length), None) => {
            times::part_of_duration(part, length)
        }
        _ => mistyped(),
    }
}

/// Rounded towards zero; −2^63 is refused as CEL's conformance tests ask.
fn int(number: f64) -> Done<'static> {
    match floor(number.trunc()) {
        Some((int, _)) if int != i64::MIN => Ok(Val::Int(int)),
        _ => Err(EvalError::Overflow),
    }
}
