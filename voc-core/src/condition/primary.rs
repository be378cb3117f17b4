//! The parts that operators join: literals, names, calls and parentheses.

use super::Problem;
use super::Type;
use super::layout::Layout;
use super::lex::{Token, hinted, problem, too_large};
use super::node::{Expr, Function, Name, Node};
use super::parse::Parser;
use super::val::Val;
use crate::error::Code;
use std::borrow::Cow;

/// Names that CEL keeps for itself or for the languages it is embedded in.
pub(crate) const WORDS: [&str; 21] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "var",
    "void",
    "while",
];

impl Parser<'_> {
    pub(super) fn unary(&mut self) -> Result<Expr, Problem> {
        let start = self.start();
        if self.take("!") {
            let inner = self.deeper(Self::unary)?;
            return Ok(self.since(Node::Not(Box::new(inner)), start));
        }
        if matches!(self.peek(), Token::Sign("-"))
            && let Some(value) = self.number_behind_sign(start)?
        {
            self.next += 2;
            let literal = self.since(Node::Literal(value), start);
            return self.members(literal);
        }
        if self.take("-") {
            let inner = self.deeper(Self::unary)?;
            return Ok(self.since(Node::Negate(Box::new(inner)), start));
        }
        let primary = self.primary()?;
        self.members(primary)
    }

    /// The negative number that stands behind a minus, where one does.
    fn number_behind_sign(&self, start: usize) -> Result<Option<Val<'static>>, Problem> {
        match self.lexemes.get(self.next + 1).map(|next| &next.token) {
            Some(Token::Int(size)) => match 0_i64.checked_sub_unsigned(*size) {
                Some(int) => Ok(Some(Val::Int(int))),
                None => Err(too_large(start)),
            },
            Some(Token::Number(number)) => Ok(Some(Val::Number(-number))),
            _ => Ok(None),
        }
    }

    fn members(&mut self, mut expr: Expr) -> Result<Expr, Problem> {
        let start = expr.start;
        let mut chained = 0;
        while self.take(".") {
            let at = self.start();
            let Token::Name(name) = self.peek() else {
                return Err(self.unexpected("a name"));
            };
            let Some(function) = Function::method(name) else {
                let message = format!("`{name}` is no method");
                let hint = format!("known: {}", Function::methods());
                return Err(hinted(problem(Code::Unknown, message, at), hint));
            };
            self.next += 1;
            chained += 1;
            self.bounded(chained)?;
            self.expect("(")?;
            let mut arguments = self.arguments()?;
            arguments.insert(0, expr);
            expr = self.since(Node::Call(function, arguments), start);
        }
        if matches!(self.peek(), Token::Sign("[")) {
            return Err(self.unexpected("an operator, for `[…]` is not part of this version,"));
        }
        Ok(expr)
    }

    /// What stands between parentheses, the closing one taken.
    fn arguments(&mut self) -> Result<Vec<Expr>, Problem> {
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.deeper(Self::expr)?);
            if self.take(")") {
                return Ok(arguments);
            }
            self.expect(",")?;
        }
    }

    fn primary(&mut self) -> Result<Expr, Problem> {
        let start = self.start();
        let literal = match self.peek().clone() {
            Token::Int(size) => Val::Int(i64::try_from(size).map_err(|_| too_large(start))?),
            Token::Number(value) => Val::Number(value),
            Token::Text(text) => Val::Text(Cow::Owned(text)),
            Token::Name(name) => {
                self.next += 1;
                let node = self.named(name, start)?;
                return Ok(self.since(node, start));
            }
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.deeper(Self::expr)?;
                self.expect(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => {
                return Err(hinted(
                    self.unexpected("a name, a text or a number"),
                    "a list stands behind `in` only",
                ));
            }
            Token::Sign(_) | Token::End => {
                return Err(self.unexpected("a name, a text or a number"));
            }
        };
        self.next += 1;
        Ok(self.since(Node::Literal(literal), start))
    }

    fn named(&mut self, name: String, start: usize) -> Result<Node, Problem> {
        match name.as_str() {
            "true" => return Ok(Node::Literal(Val::Bool(true))),
            "false" => return Ok(Node::Literal(Val::Bool(false))),
            "null" => {
                let null = problem(Code::Malformed, "`null` is not part of this version", start);
                return Err(hinted(null, "what is not there is asked by `has(name)`"));
            }
            word if WORDS.contains(&word) => {
                let message = format!("`{word}` is a word of the language, not a name");
                return Err(problem(Code::Malformed, message, start));
            }
            _ => {}
        }
        let call_at = self.start();
        if !self.take("(") {
            return Ok(Node::Name(Name::new(self.path(name), Type::Bool)));
        }
        let at = self.start();
        let mut arguments = self.arguments()?;
        let only = if arguments.len() == 1 {
            arguments.pop()
        } else {
            None
        };
        match (name.as_str(), only) {
            (
                "has",
                Some(Expr {
                    node: Node::Name(path),
                    ..
                }),
            ) => Ok(Node::Has(path)),
            ("has", _) => Err(problem(Code::WrongType, "`has` takes a name", at)),
            (
                "segment",
                Some(Expr {
                    node: Node::Literal(Val::Text(segment)),
                    ..
                }),
            ) => Ok(Node::Segment(segment.into_owned())),
            ("segment", _) => Err(hinted(
                problem(Code::WrongType, "`segment` takes the id of a segment", at),
                "write segment(\"gold\")",
            )),
            (
                "topic",
                Some(Expr {
                    node: Node::Literal(Val::Text(topic)),
                    ..
                }),
            ) => Ok(Node::Topic(Name::new(
                Layout::topic_name(&topic),
                Type::Bool,
            ))),
            ("topic", _) => Err(hinted(
                problem(Code::WrongType, "`topic` takes the id of a topic", at),
                "write topic(\"payout\")",
            )),
            (_, only) => {
                arguments.extend(only);
                match Function::global(&name) {
                    Some(function) => Ok(Node::Call(function, arguments)),
                    None => Err(hinted(
                        problem(Code::Unknown, format!("`{name}` is no function"), call_at),
                        "known: has, size, matches, segment, topic, timestamp, duration, int, double",
                    )),
                }
            }
        }
    }

    /// `customer` followed by `.tier`, unless a method call follows.
    fn path(&mut self, mut name: String) -> String {
        while let (Token::Sign("."), Some(Token::Name(next)), after) = (
            self.peek(),
            self.lexemes.get(self.next + 1).map(|lexeme| &lexeme.token),
            self.lexemes.get(self.next + 2).map(|lexeme| &lexeme.token),
        ) {
            if after == Some(&Token::Sign("(")) {
                break;
            }
            name.push('.');
            name.push_str(next);
            self.next += 2;
        }
        name
    }
}
