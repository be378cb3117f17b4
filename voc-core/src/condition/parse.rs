//! Tokens into a tree, by precedence: `||`, `&&`, comparison and `in`, `!`, then the rest.

use super::lex::{Lexeme, Token, hinted, lex, problem};
use super::{Comparison, DEPTH_MAX, Expr, Node, Problem, TextTest};
use crate::error::Code;
use crate::value::Value;

pub(super) fn parse(source: &str) -> Result<Expr, Problem> {
    let lexemes = lex(source)?;
    let mut parser = Parser {
        lexemes: &lexemes,
        next: 0,
        depth: 0,
    };
    if matches!(parser.peek(), Token::End) {
        return Err(problem(Code::Missing, "the condition is empty", 0));
    }
    let root = parser.or()?;
    match parser.peek() {
        Token::End => Ok(root),
        _ => Err(parser.unexpected("`&&`, `||` or the end")),
    }
}

struct Parser<'l> {
    lexemes: &'l [Lexeme],
    next: usize,
    depth: usize,
}

static END: Token = Token::End;

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.lexemes
            .get(self.next)
            .map_or(&END, |lexeme| &lexeme.token)
    }

    fn start(&self) -> usize {
        self.lexemes.get(self.next).map_or(0, |lexeme| lexeme.start)
    }

    fn last_end(&self) -> usize {
        self.next
            .checked_sub(1)
            .and_then(|last| self.lexemes.get(last))
            .map_or(0, |lexeme| lexeme.end)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(found) if *found == sign);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Problem> {
        if self.take(sign) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{sign}`")))
        }
    }

    fn unexpected(&self, wanted: &str) -> Problem {
        let found = match self.peek() {
            Token::End => "the end".to_owned(),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::Name(name) => format!("`{name}`"),
            Token::Text(_) => "a text".to_owned(),
            Token::Int(_) | Token::Number(_) => "a number".to_owned(),
        };
        let wrong = problem(
            Code::Malformed,
            format!("expected {wanted}, found {found}"),
            self.start(),
        );
        match self.peek() {
            Token::Name(name) if name == "and" => hinted(wrong, "and is `&&`"),
            Token::Name(name) if name == "or" => hinted(wrong, "or is `||`"),
            _ => wrong,
        }
    }

    fn deeper<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.depth >= DEPTH_MAX {
            let message = format!("the condition nests deeper than {DEPTH_MAX} levels");
            return Err(problem(Code::Limit, message, self.start()));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn or(&mut self) -> Result<Expr, Problem> {
        self.chain("||", Self::and, Node::Or)
    }

    fn and(&mut self) -> Result<Expr, Problem> {
        self.chain("&&", Self::comparison, Node::And)
    }

    fn chain(
        &mut self,
        sign: &str,
        part: fn(&mut Self) -> Result<Expr, Problem>,
        join: fn(Box<(Expr, Expr)>) -> Node,
    ) -> Result<Expr, Problem> {
        let mut parts = vec![part(self)?];
        while self.take(sign) {
            parts.push(part(self)?);
        }
        Ok(balanced(parts, join))
    }

    fn comparison(&mut self) -> Result<Expr, Problem> {
        let left = self.unary()?;
        let comparison = match self.peek() {
            Token::Sign("==") => Comparison::Equal,
            Token::Sign("!=") => Comparison::Unequal,
            Token::Sign("<") => Comparison::Less,
            Token::Sign("<=") => Comparison::LessOrEqual,
            Token::Sign(">") => Comparison::Greater,
            Token::Sign(">=") => Comparison::GreaterOrEqual,
            Token::Name(name) if name == "in" => {
                self.next += 1;
                let list = self.list()?;
                let start = left.start;
                let node = Node::In(Box::new(left), list);
                return Ok(Expr {
                    node,
                    start,
                    end: self.last_end(),
                });
            }
            _ => return Ok(left),
        };
        self.next += 1;
        let right = self.unary()?;
        if matches!(
            self.peek(),
            Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=")
        ) {
            return Err(hinted(
                self.unexpected("`&&` or `||`"),
                "comparisons do not chain: write `0 < x && x < 9`",
            ));
        }
        let (start, end) = (left.start, right.end);
        Ok(Expr {
            node: Node::Compare(comparison, Box::new((left, right))),
            start,
            end,
        })
    }

    fn list(&mut self) -> Result<Vec<(usize, Value)>, Problem> {
        self.expect("[")?;
        let mut items = Vec::new();
        if self.take("]") {
            return Ok(items);
        }
        loop {
            let start = self.start();
            match self.deeper(Self::unary)?.node {
                Node::Literal(value) => items.push((start, value)),
                _ => {
                    return Err(problem(
                        Code::Malformed,
                        "a list holds literals only",
                        start,
                    ));
                }
            }
            if self.take("]") {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }

    fn unary(&mut self) -> Result<Expr, Problem> {
        let start = self.start();
        if self.take("!") {
            let inner = self.deeper(Self::unary)?;
            let end = inner.end;
            return Ok(Expr {
                node: Node::Not(Box::new(inner)),
                start,
                end,
            });
        }
        let mut expr = self.primary()?;
        while self.take(".") {
            let at = self.start();
            let test = match self.peek() {
                Token::Name(name) => match name.as_str() {
                    "contains" => TextTest::Contains,
                    "startsWith" => TextTest::StartsWith,
                    "endsWith" => TextTest::EndsWith,
                    other => {
                        let message = format!("`{other}` is no method");
                        return Err(hinted(
                            problem(Code::Unknown, message, at),
                            "known: contains, startsWith, endsWith",
                        ));
                    }
                },
                _ => return Err(self.unexpected("a name")),
            };
            self.next += 1;
            self.expect("(")?;
            let argument = self.deeper(Self::or)?;
            self.expect(")")?;
            let node = Node::Test(test, Box::new((expr, argument)));
            expr = Expr {
                node,
                start,
                end: self.last_end(),
            };
        }
        Ok(expr)
    }

    fn primary(&mut self) -> Result<Expr, Problem> {
        let start = self.start();
        let node = match self.peek().clone() {
            Token::Int(value) => Node::Literal(Value::Int(value)),
            Token::Number(value) => Node::Literal(Value::Number(value)),
            Token::Text(text) => Node::Literal(Value::Text(text)),
            Token::Name(name) => {
                self.next += 1;
                let node = self.named(name)?;
                return Ok(Expr {
                    node,
                    start,
                    end: self.last_end(),
                });
            }
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.deeper(Self::or)?;
                self.expect(")")?;
                return Ok(inner);
            }
            _ => return Err(self.unexpected("a name, a text or a number")),
        };
        self.next += 1;
        Ok(Expr {
            node,
            start,
            end: self.last_end(),
        })
    }

    fn named(&mut self, name: String) -> Result<Node, Problem> {
        match name.as_str() {
            "true" => return Ok(Node::Literal(Value::Bool(true))),
            "false" => return Ok(Node::Literal(Value::Bool(false))),
            _ => {}
        }
        let call_at = self.start();
        if !self.take("(") {
            return Ok(Node::Name(self.path(name)));
        }
        let at = self.start();
        let argument = self.deeper(Self::or)?;
        self.expect(")")?;
        match (name.as_str(), argument.node) {
            ("has", Node::Name(path)) => Ok(Node::Has(path)),
            ("has", _) => Err(problem(Code::WrongType, "`has` takes a name", at)),
            ("size", node) => Ok(Node::Size(Box::new(Expr { node, ..argument }))),
            ("segment", Node::Literal(Value::Text(segment))) => Ok(Node::Segment(segment)),
            ("segment", _) => Err(hinted(
                problem(Code::WrongType, "`segment` takes the id of a segment", at),
                "write segment(\"gold\")",
            )),
            _ => Err(hinted(
                problem(Code::Unknown, format!("`{name}` is no function"), call_at),
                "known: has, size, segment",
            )),
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

/// Joins parts into a tree of logarithmic depth, so that long chains do not nest deeply.
fn balanced(mut parts: Vec<Expr>, join: fn(Box<(Expr, Expr)>) -> Node) -> Expr {
    while parts.len() > 1 {
        let mut joined = Vec::with_capacity(parts.len().div_ceil(2));
        let mut rest = parts.into_iter();
        while let Some(left) = rest.next() {
            joined.push(match rest.next() {
                Some(right) => {
                    let (start, end) = (left.start, right.end);
                    Expr {
                        node: join(Box::new((left, right))),
                        start,
                        end,
                    }
                }
                None => left,
            });
        }
        parts = joined;
    }
    parts.pop().unwrap_or(Expr {
        node: Node::Literal(Value::Bool(true)),
        start: 0,
        end: 0,
    })
}
