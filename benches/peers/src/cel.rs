//! The Common Expression Language in Rust: one program a rule, variables looked up in the signal.

use crate::Run;
use cel::common::types::{CelDouble, CelInt, CelString};
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::{Context, Program, Value};
use voc_workload::program::condition;
use voc_workload::rules::Rule;
use voc_workload::{AlertSet, Stream};

struct Signal {
    kind: CelString<'static>,
    tier: CelString<'static>,
    channel: CelString<'static>,
    ltr: Option<CelInt>,
    amount: Option<CelDouble>,
}

impl VariableResolver for Signal {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        match variable {
            "kind" => Some(CowVal::Borrowed(&self.kind)),
            "tier" => Some(CowVal::Borrowed(&self.tier)),
            "channel" => Some(CowVal::Borrowed(&self.channel)),
            "ltr" => self.ltr.as_ref().map(|ltr| CowVal::Borrowed(ltr as _)),
            "amount" => self
                .amount
                .as_ref()
                .map(|amount| CowVal::Borrowed(amount as _)),
            _ => None,
        }
    }
}

pub(crate) fn prepare(rules: &[Rule], stream: &Stream) -> Run {
    let program = |rule: &Rule| {
        let text = condition(&rule.when, stream).replace("customer.", "");
        Program::compile(&text).unwrap()
    };
    let programs: Vec<Program> = rules.iter().map(program).collect();
    let text = |text: Option<&str>| CelString::from(text.unwrap_or_default().to_owned());
    let signals: Vec<Signal> = (0..stream.len())
        .map(|row| Signal {
            kind: text(stream.kind.get(row)),
            tier: text(stream.tier.get(row)),
            channel: text(stream.channel.get(row)),
            ltr: stream.ltr.get(row).map(CelInt::from),
            amount: stream.amount.get(row).map(CelDouble::from),
        })
        .collect();
    let root = Context::default();
    Box::new(move || {
        let mut alerts = AlertSet::default();
        for (row, signal) in (0..).zip(&signals) {
            let mut context = root.new_inner_scope();
            context.set_variable_resolver(signal);
            for (number, program) in (0..).zip(&programs) {
                if matches!(program.execute(&context), Ok(Value::Bool(true))) {
                    alerts.push(number, row);
                }
            }
        }
        alerts
    })
}
