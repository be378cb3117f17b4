//! Tokens into a tree, by precedence: `?:`, `||`, `&&`, comparison and `in`, `+ -`, `* / %`.

use super::lex::{Lexeme, Token, hinted, lex, problem};
use super::node::{Arith, Expr, Node};
use super::val::{Comparison, Literal};
use super::{DEPTH_MAX, Problem};
use crate::error::Code;

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
    let root = parser.expr()?;
    match parser.peek() {
        Token::End => shallow(root),
        _ => Err(parser.unexpected("`&&`, `||` or the end")),
    }
}

/// Refuses a tree that evaluation, which recurses, would descend too far into.
fn shallow(root: Expr) -> Result<Expr, Problem> {
    let mut pending = vec![(&root, 0)];
    while let Some((expr, depth)) = pending.pop() {
        if depth > DEPTH_MAX {
            return Err(too_deep(expr.start));
        }
        expr.each(&mut |part| pending.push((part, depth + 1)));
    }
    Ok(root)
}

fn too_deep(at: usize) -> Problem {
    let message = format!("the condition nests deeper than {DEPTH_MAX} levels");
    problem(Code::Limit, message, at)
}

pub(super) struct Parser<'l> {
    pub(super) lexemes: &'l [Lexeme],
    pub(super) next: usize,
    depth: usize,
}

static END: Token = Token::End;

impl Parser<'_> {
    pub(super) fn peek(&self) -> &Token {
        self.lexemes
            .get(self.next)
            .map_or(&END, |lexeme| &lexeme.token)
    }

    pub(super) fn start(&self) -> usize {
        self.lexemes.get(self.next).map_or(0, |lexeme| lexeme.start)
    }

    pub(super) fn last_end(&self) -> usize {
        self.next
            .checked_sub(1)
            .and_then(|last| self.lexemes.get(last))
            .map_or(0, |lexeme| lexeme.end)
    }

    pub(super) fn since(&self, node: Node, start: usize) -> Expr {
        Expr {
            node,
            start,
            end: self.last_end(),
        }
    }

    pub(super) fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(found) if *found == sign);
        self.next += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, sign: &str) -> Result<(), Problem> {
        if self.take(sign) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{sign}`")))
        }
    }

    pub(super) fn unexpected(&self, wanted: &str) -> Problem {
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

    pub(super) fn deeper<T>(
        &mut self,
        parse: fn(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.depth >= DEPTH_MAX {
            return Err(too_deep(self.start()));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    pub(super) fn expr(&mut self) -> Result<Expr, Problem> {
        let condition = self.or()?;
        if !self.take("?") {
            return Ok(condition);
        }
        let yes = self.deeper(Self::or)?;
        self.expect(":")?;
        let no = self.deeper(Self::expr)?;
        let (start, end) = (condition.start, no.end);
        let node = Node::Choose(Box::new((condition, yes, no)));
        Ok(Expr { node, start, end })
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
        join: fn(Vec<Expr>) -> Node,
    ) -> Result<Expr, Problem> {
        let first = part(self)?;
        if !matches!(self.peek(), Token::Sign(found) if *found == sign) {
            return Ok(first);
        }
        let start = first.start;
        let mut parts = vec![first];
        while self.take(sign) {
            parts.push(part(self)?);
        }
        let end = parts.last().map_or(start, |last| last.end);
        Ok(Expr {
            node: join(parts),
            start,
            end,
        })
    }

    fn comparison(&mut self) -> Result<Expr, Problem> {
        let mut left = self.sum()?;
        let mut chained = 0;
        loop {
            let comparison = match self.peek() {
                Token::Sign("==") => Comparison::Equal,
                Token::Sign("!=") => Comparison::Unequal,
                Token::Sign("<") => Comparison::Less,
                Token::Sign("<=") => Comparison::LessOrEqual,
                Token::Sign(">") => Comparison::Greater,
                Token::Sign(">=") => Comparison::GreaterOrEqual,
                Token::Name(name) if name == "in" => {
                    self.next += 1;
                    chained += 1;
                    self.bounded(chained)?;
                    let list = self.list()?;
                    let start = left.start;
                    left = self.since(Node::In(Box::new(left), list), start);
                    continue;
                }
                _ => return Ok(left),
            };
            let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
            if matches!(left.node, Node::Compare(..)) && !equality && !self.in_parentheses() {
                return Err(hinted(
                    self.unexpected("`&&` or `||`"),
                    "comparisons do not chain: write `0 < x && x < 9`",
                ));
            }
            self.next += 1;
            chained += 1;
            self.bounded(chained)?;
            let right = self.sum()?;
            let (start, end) = (left.start, right.end);
            let node = Node::Compare(comparison, Box::new((left, right)));
            left = Expr { node, start, end };
        }
    }

    fn in_parentheses(&self) -> bool {
        let last = self.next.checked_sub(1).and_then(|at| self.lexemes.get(at));
        last.is_some_and(|lexeme| lexeme.token == Token::Sign(")"))
    }

    /// A chain that leans to one side is as deep as it is long.
    pub(super) fn bounded(&self, chained: usize) -> Result<(), Problem> {
        if self.depth + chained > DEPTH_MAX {
            return Err(too_deep(self.start()));
        }
        Ok(())
    }

    fn sum(&mut self) -> Result<Expr, Problem> {
        self.arithmetic(Self::product, &[Arith::Add, Arith::Subtract])
    }

    fn product(&mut self) -> Result<Expr, Problem> {
        let signs = [Arith::Multiply, Arith::Divide, Arith::Remainder];
        self.arithmetic(Self::unary, &signs)
    }

    fn arithmetic(
        &mut self,
        part: fn(&mut Self) -> Result<Expr, Problem>,
        signs: &[Arith],
    ) -> Result<Expr, Problem> {
        let mut left = part(self)?;
        let mut chained = 0;
        while let Some(how) = signs.iter().find(|how| self.take(how.sign())) {
            chained += 1;
            self.bounded(chained)?;
            let right = part(self)?;
            let (start, end) = (left.start, right.end);
            let node = Node::Arith(*how, Box::new((left, right)));
            left = Expr { node, start, end };
        }
        Ok(left)
    }

    fn list(&mut self) -> Result<Vec<(usize, Literal)>, Problem> {
        self.expect("[")?;
        let mut items = Vec::new();
        if self.take("]") {
            return Ok(items);
        }
        loop {
            let start = self.start();
            let mut item = self.deeper(Self::unary)?;
            super::check::literal(&mut item)?;
            match item.node {
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
            if self.take("]") {
                return Ok(items);
            }
        }
    }
}
