//! Text into tokens, each with the character it begins at.

use super::{LENGTH_MAX, Problem};
use crate::error::{Code, Error};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Up to 2^63: the sign before it says whether that is too much.
    Int(u64),
    Number(f64),
    Text(String),
    Name(String),
    Sign(&'static str),
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) start: usize,
    pub(super) end: usize,
}

const SIGNS: [&str; 22] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".", "+", "-", "*",
    "/", "%", "?", ":",
];

pub(super) fn problem(code: Code, message: impl Into<String>, offset: usize) -> Problem {
    Problem {
        error: Error::new(code, message),
        offset,
    }
}

pub(super) fn hinted(mut problem: Problem, hint: impl Into<String>) -> Problem {
    problem.error.hint = Some(hint.into());
    problem
}

pub(super) fn lex(source: &str) -> Result<Vec<Lexeme>, Problem> {
    if source.len() > LENGTH_MAX {
        let message = format!("the condition is longer than {LENGTH_MAX} bytes");
        return Err(problem(Code::Limit, message, 0));
    }
    let mut lexer = Lexer {
        chars: source.chars().collect(),
        at: 0,
    };
    let mut lexemes = Vec::new();
    loop {
        let lexeme = lexer.next()?;
        let done = lexeme.token == Token::End;
        lexemes.push(lexeme);
        if done {
            return Ok(lexemes);
        }
    }
}

pub(super) struct Lexer {
    chars: Vec<char>,
    pub(super) at: usize,
}

impl Lexer {
    pub(super) fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        let mut ahead = text.chars().enumerate();
        ahead.all(|(ahead, c)| self.peek(ahead) == Some(c))
    }

    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek(0).filter(|c| fits(*c)) {
            text.push(c);
            self.at += 1;
        }
        text
    }

    fn blank(&mut self) {
        loop {
            self.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C'));
            if !self.starts_with("//") {
                return;
            }
            self.take_while(|c| c != '\n');
        }
    }

    fn next(&mut self) -> Result<Lexeme, Problem> {
        self.blank();
        let start = self.at;
        let token = match self.peek(0) {
            None => Token::End,
            Some('"' | '\'') => Token::Text(self.text(false)?),
            Some('r' | 'R') if matches!(self.peek(1), Some('"' | '\'')) => {
                self.at += 1;
                Token::Text(self.text(true)?)
            }
            Some('b' | 'B') if self.is_bytes() => {
                let bytes = problem(Code::Malformed, "bytes are not part of this version", start);
                return Err(hinted(bytes, "write a text without the `b`"));
            }
            Some(c) if c.is_ascii_digit() => self.number()?,
            Some('.') if self.peek(1).is_some_and(|c| c.is_ascii_digit()) => self.number()?,
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                Token::Name(self.take_while(|c| c.is_ascii_alphanumeric() || c == '_'))
            }
            Some(c) => self.sign(c)?,
        };
        Ok(Lexeme {
            token,
            start,
            end: self.at,
        })
    }

    fn is_bytes(&self) -> bool {
        let quote = |at| matches!(self.peek(at), Some('"' | '\''));
        quote(1) || matches!(self.peek(1), Some('r' | 'R')) && quote(2)
    }

    fn sign(&mut self, found: char) -> Result<Token, Problem> {
        if let Some(sign) = SIGNS.iter().find(|sign| self.starts_with(sign)) {
            self.at += sign.len();
            return Ok(Token::Sign(sign));
        }
        let unknown = problem(
            Code::Malformed,
            format!("`{found}` means nothing here"),
            self.at,
        );
        Err(match found {
            '=' => hinted(unknown, "equality is `==`"),
            '&' => hinted(unknown, "and is `&&`"),
            '|' => hinted(unknown, "or is `||`"),
            '{' => hinted(unknown, "maps and messages are not part of this version"),
            '“' | '”' | '‘' | '’' | '„' => {
                hinted(unknown, "quotes are straight: \" or '")
            }
            _ => unknown,
        })
    }

    fn number(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        if self.peek(0) == Some('0') && matches!(self.peek(1), Some('x' | 'X')) {
            self.at += 2;
            let digits = self.take_while(|c| c.is_ascii_hexdigit());
            self.number_ends()?;
            return int(u64::from_str_radix(&digits, 16).ok(), start);
        }
        let mut digits = self.take_while(|c| c.is_ascii_digit());
        let mut whole = true;
        if self.peek(0) == Some('.') && self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            whole = false;
            self.at += 1;
            digits.push('.');
            digits += &self.take_while(|c| c.is_ascii_digit());
        }
        let signed_exponent = matches!(self.peek(1), Some('+' | '-'));
        if matches!(self.peek(0), Some('e' | 'E'))
            && self
                .peek(1 + usize::from(signed_exponent))
                .is_some_and(|c| c.is_ascii_digit())
        {
            whole = false;
            digits.push('e');
            if signed_exponent {
                digits.extend(self.peek(1));
            }
            self.at += 1 + usize::from(signed_exponent);
            digits += &self.take_while(|c| c.is_ascii_digit());
        }
        self.number_ends()?;
        if whole {
            return int(digits.parse().ok(), start);
        }
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Token::Number(number)),
            _ => Err(problem(
                Code::OutOfRange,
                format!("{digits} is no number"),
                start,
            )),
        }
    }

    fn number_ends(&self) -> Result<(), Problem> {
        let wrong = |message| Err(problem(Code::Malformed, message, self.at));
        match self.peek(0) {
            Some('u' | 'U') => wrong("unsigned numbers are not part of this version"),
            Some(c) if c.is_ascii_alphabetic() || c == '_' => wrong("a number runs into a name"),
            _ => Ok(()),
        }
    }
}

fn int(value: Option<u64>, start: usize) -> Result<Token, Problem> {
    match value.filter(|value| *value <= i64::MIN.unsigned_abs()) {
        Some(value) => Ok(Token::Int(value)),
        None => Err(too_large(start)),
    }
}

pub(super) fn too_large(start: usize) -> Problem {
    problem(
        Code::OutOfRange,
        "this whole number is beyond 64 bits",
        start,
    )
}
