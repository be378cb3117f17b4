//! Text into tokens, each with the character it begins at.

use super::{LENGTH_MAX, Problem};
use crate::error::{Code, Error};
use crate::value::INT_MAX;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Int(i64),
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

const SIGNS: [&str; 15] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".",
];

pub(super) fn problem(code: Code, message: impl Into<String>, offset: usize) -> Problem {
    Problem {
        error: Error::new(code, message),
        offset,
    }
}

pub(super) fn hinted(mut problem: Problem, hint: &str) -> Problem {
    problem.error.hint = Some(hint.to_owned());
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

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek(0).filter(|c| fits(*c)) {
            text.push(c);
            self.at += 1;
        }
        text
    }

    fn next(&mut self) -> Result<Lexeme, Problem> {
        self.take_while(char::is_whitespace);
        let start = self.at;
        let token = match self.peek(0) {
            None => Token::End,
            Some('"' | '\'') => self.text()?,
            Some(c) if c.is_ascii_digit() => self.number(false)?,
            Some('-') if self.peek(1).is_some_and(|c| c.is_ascii_digit()) => {
                self.at += 1;
                self.number(true)?
            }
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

    fn sign(&mut self, found: char) -> Result<Token, Problem> {
        let fits = |sign: &&&str| {
            sign.chars()
                .enumerate()
                .all(|(ahead, c)| self.peek(ahead) == Some(c))
        };
        if let Some(sign) = SIGNS.iter().find(fits) {
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
            '+' | '-' | '*' | '/' | '%' | '?' | ':' => {
                hinted(unknown, "arithmetic and `?:` are not part of this version")
            }
            _ => unknown,
        })
    }

    fn number(&mut self, negative: bool) -> Result<Token, Problem> {
        let start = self.at;
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
        if self.peek(0).is_some_and(|c| c.is_ascii_alphabetic()) {
            return Err(problem(
                Code::Malformed,
                "a number runs into a name",
                self.at,
            ));
        }
        let text = if negative {
            format!("-{digits}")
        } else {
            digits
        };
        if whole {
            match text.parse::<i64>() {
                Ok(int) if (-INT_MAX..=INT_MAX).contains(&int) => Ok(Token::Int(int)),
                _ => Err(problem(
                    Code::OutOfRange,
                    format!("{text} is beyond ±2^53"),
                    start,
                )),
            }
        } else {
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Token::Number(number + 0.0)),
                _ => Err(problem(
                    Code::OutOfRange,
                    format!("{text} is no number"),
                    start,
                )),
            }
        }
    }

    fn text(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        let quote = self.peek(0);
        self.at += 1;
        let mut text = String::new();
        loop {
            let here = self.at;
            let next = self.peek(0);
            self.at += 1;
            match next {
                None | Some('\n') => {
                    return Err(problem(
                        Code::Malformed,
                        "this text has no closing quote",
                        start,
                    ));
                }
                Some('\\') => {
                    let escaped = match self.peek(0) {
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some('r') => '\r',
                        Some(c @ ('\\' | '"' | '\'' | '`' | '?')) => c,
                        _ => {
                            return Err(hinted(
                                problem(Code::Malformed, "unknown escape in text", here),
                                "known: \\n \\t \\r \\\\ \\\" \\'",
                            ));
                        }
                    };
                    self.at += 1;
                    text.push(escaped);
                }
                Some(c) if Some(c) == quote => return Ok(Token::Text(text)),
                Some(c) => text.push(c),
            }
        }
    }
}
