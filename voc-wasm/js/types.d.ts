// Made by `cargo xtask schema` from schemas/*.schema.json; do not edit.

/**
 * Something that happened because of an input.
 */
export type Event =
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * It corrects one that came before.
       */
      corrects: boolean;
      /**
       * It came later than `lateness`: metrics and rules on single signals see it, patterns do not.
       */
      late: boolean;
      type: "signal_accepted";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      type: "duplicate";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The id of the input that brought it.
       */
      signal: string;
      type: "signal_retracted";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The alert.
       */
      alert: Alert;
      type: "alert_raised";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The alert.
       */
      alert: Alert;
      /**
       * Everything that holds it back.
       */
      reasons: Suppression[];
      type: "alert_suppressed";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The alert.
       */
      alert: Alert;
      type: "alert_shadowed";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The alert.
       */
      alert: Alert;
      type: "alert_revised";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The alert as it was.
       */
      alert: Alert;
      type: "alert_retracted";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The key that is another's from now on.
       */
      from: string;
      /**
       * The key of the one customer.
       */
      into: string;
      type: "customers_merged";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The alert.
       */
      alert: Alert;
      /**
       * The id that it had.
       */
      from: string;
      type: "alert_moved";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * From when it is in force.
       */
      from: Time;
      /**
       * The metrics that mean something else, or are new: they are counted anew.
       */
      metrics?: string[];
      /**
       * The digest of what it says.
       */
      program: string;
      /**
       * The rules that are not as they were. One that means the same goes on with what it
       * remembers; another starts empty.
       */
      rules: RuleChange[];
      type: "program_changed";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * Its id.
       */
      alert: string;
      /**
       * Where to, and why.
       */
      routed: Routed;
      type: "alert_routed";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * Its id.
       */
      case: string;
      /**
       * Its type.
       */
      case_type: string;
      /**
       * Its customer.
       */
      customer?: string | null;
      /**
       * What happened.
       */
      event: CaseEvent;
      type: "case_changed";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The case.
       */
      case: string;
      /**
       * When it will breach.
       */
      due: Time;
      /**
       * The target.
       */
      target: TargetName;
      type: "clock_warned";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The case.
       */
      case: string;
      /**
       * When.
       */
      due: Time;
      /**
       * The target.
       */
      target: TargetName;
      type: "clock_breached";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * What is in doubt, by person.
       */
      doubts: RosterDoubt[];
      type: "roster_doubted";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * Whom, and of what.
       */
      notice: Notice;
      type: "notice";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * Who read it, or acted, where that is known.
       */
      by?: string | null;
      /**
       * What became of it.
       */
      mark: Mark;
      /**
       * The notice's id.
       */
      notice: string;
      type: "notice_marked";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * What happened.
       */
      event: ImprovementEvent;
      /**
       * Its id.
       */
      improvement: string;
      /**
       * What it is.
       */
      title: string;
      type: "improvement_changed";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The employee, by id.
       */
      employee: string;
      /**
       * What happened.
       */
      event: CoachingEvent;
      type: "coaching_changed";
    }
  | {
      /**
       * When: the instant of receipt, or the timer's own.
       */
      at: Time;
      /**
       * The input that brought it about.
       */
      input: string;
      /**
       * The version of the format: 1.
       */
      voc: number;
      /**
       * The person, by id.
       */
      by: string;
      /**
       * Whether it was in time; absent where the program does not say by when.
       */
      in_time?: boolean | null;
      /**
       * The first day of its period.
       */
      period: string;
      /**
       * The report.
       */
      report: string;
      type: "report_reviewed";
      /**
       * The unit that it is about.
       */
      unit: string;
    };
/**
 * An instant in RFC 3339 with a zone, to the microsecond.
 */
export type Time = string;
/**
 * Whether an alert is a concern or praise.
 */
export type AlertKind = "concern" | "praise";
/**
 * What a value is held against.
 */
export type Since =
  | "previous"
  | "first"
  | {
      mean: number;
    };
/**
 * An answer or attribute: true, false, a number or text.
 */
export type Value = boolean | number | string;
/**
 * The truth of one clause, for an explanation.
 */
export type Outcome = "true" | "false" | "absent" | "error";
/**
 * A length of time in ISO 8601, such as P30D, PT8H or P1M.
 */
export type Span = string;
/**
 * How an interval was made.
 */
export type Method =
  "adjusted_wald" | "wilson" | "student" | "bootstrap" | "order_statistics" | "mean_of_periods" | "modified_wilson";
/**
 * A period of the calendar, in the program's time zone.
 */
export type Period = "day" | "week" | "month" | "quarter" | "year";
/**
 * Why an alert was suppressed.
 */
export type Suppression =
  | {
      /**
       * Its alert.
       */
      alert: string;
      /**
       * The superseding rule.
       */
      by: string;
      type: "superseded";
    }
  | {
      /**
       * The raised alerts in its window, oldest first.
       */
      alerts: string[];
      /**
       * The limit.
       */
      limit: string;
      type: "limited";
    };
/**
 * What changes about a rule.
 */
export type Changed = "added" | "changed" | "removed";
/**
 * By what it was decided where something goes.
 */
export type RoutedBy =
  | "rule"
  | {
      route: number;
    }
  | "default"
  | "fallback";
/**
 * Whom something is for.
 */
export type Audience =
  | {
      person: string;
    }
  | {
      unit: string;
    }
  | {
      customer: string;
    };
/**
 * Why somebody did not get what they could have got.
 */
export type PassedBecause = "absent" | "full" | "role" | "load";
/**
 * What happened to a case.
 */
export type CaseChange =
  | {
      type: "opened";
    }
  | {
      /**
       * The alert.
       */
      alert: CaseAlert;
      type: "alert_joined";
    }
  | {
      /**
       * The alert's id.
       */
      alert: string;
      type: "alert_withdrawn";
    }
  | {
      /**
       * The customer whose case it is now.
       */
      into: string;
      type: "customer_merged";
    }
  | {
      /**
       * The id that it had.
       */
      alert: string;
      /**
       * The id that it has now.
       */
      to: string;
      type: "alert_moved";
    }
  | {
      /**
       * The unit that answers for it now: the nearest above that is still there; none where the
       * program has no unit at the top.
       */
      to?: string | null;
      type: "unit_removed";
      /**
       * The unit that answered for it.
       */
      unit: string;
    }
  | {
      /**
       * The digest of the program.
       */
      program: string;
      type: "policy_migrated";
    }
  | {
      /**
       * The new priority.
       */
      priority: string;
      type: "priority_raised";
    }
  | {
      /**
       * The person's id.
       */
      to: string;
      type: "assigned";
    }
  | {
      type: "acknowledged";
    }
  | {
      type: "started";
    }
  | {
      /**
       * Through which channel.
       */
      channel?: string | null;
      /**
       * Whether the customer was reached.
       */
      reached: boolean;
      type: "contacted";
    }
  | {
      /**
       * The duplicate on which they spoke, where that was merged before anybody answered: they have
       * waited since, whatever was done here meanwhile.
       */
      case?: string | null;
      /**
       * Through which channel.
       */
      channel?: string | null;
      type: "customer_spoke";
    }
  | {
      /**
       * What, and by when.
       */
      promise: Promise;
      type: "promise_made";
    }
  | {
      /**
       * The id of the promise.
       */
      promise: string;
      type: "promise_kept";
    }
  | {
      /**
       * Its id.
       */
      promise: string;
      /**
       * Why, where somebody said so; absent where its time was up.
       */
      reason?: string | null;
      type: "promise_broken";
    }
  | {
      /**
       * On whom.
       */
      on: WaitingOn;
      type: "waiting";
    }
  | {
      /**
       * The state in which it goes on: that before it waited.
       */
      to: State;
      type: "resumed";
    }
  | {
      /**
       * To whom, what is asked, why, and by when.
       */
      transfer: Transfer;
      type: "transferred";
    }
  | {
      /**
       * Why.
       */
      reason: string;
      /**
       * The program's step of escalation; absent where a person called for them.
       */
      step?: string | null;
      /**
       * The target whose time was up, where that is why.
       */
      target?: TargetName | null;
      /**
       * The person's id; absent where a unit is called for, or nobody was found.
       */
      to?: string | null;
      type: "escalated";
      /**
       * The unit in which they were found, or which is called for as a whole.
       */
      unit?: string | null;
    }
  | {
      /**
       * The case that goes on.
       */
      case: string;
      type: "merged_into";
    }
  | {
      /**
       * What it had.
       */
      taken: Taken;
      type: "took_over";
    }
  | {
      /**
       * The cause.
       */
      root_cause: string;
      type: "root_cause_found";
    }
  | {
      /**
       * What was done.
       */
      note?: string | null;
      type: "resolved";
    }
  | {
      /**
       * How.
       */
      how?: string | null;
      type: "verdict_asked";
    }
  | {
      type: "question_withdrawn";
    }
  | {
      /**
       * Who says so.
       */
      source: string;
      type: "verdict_recorded";
      /**
       * The verdict.
       */
      verdict: Verdict;
    }
  | {
      /**
       * Why.
       */
      reason: string;
      type: "waived";
    }
  | {
      /**
       * On what ground.
       */
      on: ClosedBy;
      type: "closed";
    }
  | {
      /**
       * Why.
       */
      reason: string;
      type: "reopened";
    }
  | {
      /**
       * The remark.
       */
      text: string;
      type: "commented";
    }
  | {
      type: "flagged";
    }
  | {
      /**
       * Why.
       */
      reason: string;
      type: "cancelled";
    }
  | {
      /**
       * The person who had it.
       */
      person: string;
      /**
       * The person who has it now.
       */
      to: string;
      type: "holder_left";
    }
  | {
      /**
       * The sub-state.
       */
      sub_state: string;
      type: "placed";
    }
  | {
      type: "verbatim_forgotten";
    }
  | {
      /**
       * The improvement's id.
       */
      improvement: string;
      type: "linked_to";
    }
  | {
      /**
       * The improvement's id.
       */
      improvement: string;
      type: "unlinked_from";
    }
  | {
      /**
       * When its time was said to be up.
       */
      due: Time;
      /**
       * The target.
       */
      target: TargetName;
      type: "clock_overtaken";
    }
  | {
      /**
       * The topics that they touch.
       */
      topics?: string[];
      type: "words_corrected";
      /**
       * The words that it shows now; none where they were taken back.
       */
      verbatim?: string | null;
      /**
       * When these are to be forgotten.
       */
      verbatim_until?: Time | null;
    }
  | {
      /**
       * When it is due.
       */
      due: Time;
      /**
       * Its id.
       */
      promise: string;
      type: "promise_warned";
    }
  | {
      /**
       * When it is due.
       */
      due: Time;
      type: "transfer_warned";
    }
  | {
      /**
       * When it was due.
       */
      due: Time;
      type: "transfer_lapsed";
    }
  | {
      /**
       * When it was due.
       */
      due: Time;
      type: "transfer_overtaken";
    }
  | {
      /**
       * The priority.
       */
      priority: string;
      /**
       * Why.
       */
      reason: string;
      type: "priority_set";
    }
  | {
      /**
       * The person's id.
       */
      person: string;
      /**
       * Why.
       */
      reason: string;
      type: "unassigned";
    };
/**
 * What a waiting case waits on.
 */
export type WaitingOn = "customer" | "information" | "authorisation" | "partner";
/**
 * Where the work on a case stands.
 */
export type State = "new" | "acknowledged" | "in_progress" | "waiting" | "resolved" | "closed" | "cancelled" | "merged";
/**
 * What a service-level target asks for.
 */
export type TargetName = "acknowledge" | "first_contact" | "resolve" | "reply" | "tell_customer";
/**
 * The customer's own word.
 */
export type Verdict = "not_asked" | "pending" | "confirmed" | "disputed" | "undisputed" | "unreachable";
/**
 * On what ground a case was closed.
 */
export type ClosedBy = "confirmed" | "undisputed" | "unreachable" | "waiver";
/**
 * What is probably not meant by a person of a roster.
 */
export type Doubt = "unknown_unit" | "unknown_role" | "unknown_deputy" | "nobody_acts" | "not_in_roster";
/**
 * Why somebody is told.
 */
export type NoticeKind =
  | "alert"
  | "alert_revised"
  | "alert_retracted"
  | "praise"
  | "case"
  | "clock_warning"
  | "clock_breach"
  | "verdict_question"
  | "promise_broken"
  | "escalation"
  | "digest"
  | "improvement_done"
  | "clock_overtaken"
  | "agreement"
  | "agreement_broken"
  | "praise_overtaken"
  | "promise_warning"
  | "transfer_warning"
  | "transfer_lapsed"
  | "transfer_overtaken";
/**
 * What can become of a notice; each takes those before it for granted.
 */
export type Mark = "delivered" | "read" | "acted";
/**
 * What happened to an improvement.
 */
export type ImprovementChange =
  | {
      type: "opened";
    }
  | {
      /**
       * The case's id.
       */
      case: string;
      type: "linked";
    }
  | {
      /**
       * The case's id.
       */
      case: string;
      type: "unlinked";
    }
  | {
      type: "agreed";
    }
  | {
      type: "started";
    }
  | {
      type: "done";
    }
  | {
      /**
       * Why.
       */
      reason: string;
      type: "dropped";
    }
  | {
      /**
       * The remark.
       */
      text: string;
      type: "commented";
    }
  | {
      /**
       * The person's id.
       */
      owner: string;
      type: "owner_set";
    }
  | {
      /**
       * What.
       */
      goal: Goal;
      type: "goal_set";
    }
  | {
      /**
       * How many.
       */
      told: Told;
      type: "told";
    };
/**
 * Which end of a scale is the better one.
 */
export type Better = "high" | "low";
/**
 * What happened in coaching an employee.
 */
export type CoachingChange =
  | {
      /**
       * What, who does it, and by when.
       */
      agreement: Agreement;
      type: "agreed";
    }
  | {
      /**
       * The id of what was agreed.
       */
      agreement: string;
      type: "kept";
    }
  | {
      /**
       * The id of what was agreed.
       */
      agreement: string;
      /**
       * Why.
       */
      reason: string;
      type: "dropped";
    }
  | {
      /**
       * The id of what was agreed.
       */
      agreement: string;
      type: "lapsed";
    }
  | {
      /**
       * The remark.
       */
      text: string;
      type: "noted";
    };
/**
 * What a person does in coaching an employee.
 */
export type CoachingAction =
  | {
      agree: {
        /**
         * What.
         */
        action: string;
        /**
         * By when.
         */
        due: Time;
        /**
         * Who does it, by id.
         */
        owner: string;
      };
    }
  | {
      keep: {
        /**
         * The id of what was agreed. If not said, it is the only one open, or else the only one not done.
         */
        agreement?: string | null;
      };
    }
  | {
      drop: {
        /**
         * The id of what was agreed; the only one open if not said.
         */
        agreement?: string | null;
        /**
         * Why.
         */
        reason: string;
      };
    }
  | {
      note: {
        /**
         * The remark.
         */
        text: string;
      };
    };
/**
 * A case by its id, or by a signal whose alert opened or joined it.
 */
export type CaseRef =
  | string
  | {
      /**
       * The id of the input that brought the signal.
       */
      signal: string;
    };
/**
 * What a person does to a case.
 */
export type Action =
  | {
      assign: {
        /**
         * The person's id.
         */
        to: string;
      };
    }
  | "acknowledge"
  | "start"
  | {
      contact: {
        /**
         * Through which channel.
         */
        channel?: string | null;
        /**
         * Whether the customer was reached.
         */
        reached: boolean;
      };
    }
  | {
      hear: {
        /**
         * Through which channel.
         */
        channel?: string | null;
      };
    }
  | {
      promise: {
        /**
         * By when it will be done.
         */
        due: Time;
        /**
         * What.
         */
        text: string;
      };
    }
  | {
      keep_promise: {
        /**
         * Its id. If not said, it is the only open one, or else the only one not done.
         */
        promise?: string | null;
      };
    }
  | {
      break_promise: {
        /**
         * Its id; the only open one if not said.
         */
        promise?: string | null;
        /**
         * Why.
         */
        reason: string;
      };
    }
  | {
      wait: {
        /**
         * On whom.
         */
        on: WaitingOn;
      };
    }
  | "resume"
  | {
      place: {
        /**
         * The sub-state, as the program declares it.
         */
        sub_state: string;
      };
    }
  | {
      transfer: {
        /**
         * What is asked of them.
         */
        ask: string;
        /**
         * By when.
         */
        by: Time;
        /**
         * To a unit or a person.
         */
        to: TransferTo;
        /**
         * Why of them.
         */
        why: string;
      };
    }
  | {
      escalate: {
        /**
         * Why.
         */
        reason: string;
        /**
         * The person's id.
         */
        to: string;
      };
    }
  | {
      merge: {
        /**
         * The case that goes on.
         */
        into: CaseRef;
      };
    }
  | {
      root_cause: {
        /**
         * One of the program's root causes, where it declares them.
         */
        root_cause: string;
      };
    }
  | {
      resolve: {
        /**
         * What was done.
         */
        note?: string | null;
        /**
         * The cause that was found, unless it is on record.
         */
        root_cause?: string | null;
      };
    }
  | "ask_verdict"
  | {
      record_verdict: {
        /**
         * Who says so: a survey, a call, an ombudsman.
         */
        source: string;
        /**
         * `confirmed`, `disputed`, `undisputed` or `unreachable`.
         */
        verdict: Verdict;
      };
    }
  | {
      waive: {
        /**
         * Why.
         */
        reason: string;
      };
    }
  | "close"
  | {
      reopen: {
        /**
         * Why.
         */
        reason: string;
      };
    }
  | {
      comment: {
        /**
         * The remark.
         */
        text: string;
      };
    }
  | {
      cancel: {
        /**
         * Why.
         */
        reason: string;
      };
    }
  | {
      unassign: {
        /**
         * Why.
         */
        reason: string;
      };
    }
  | {
      set_priority: {
        /**
         * The priority, as the program declares it.
         */
        priority: string;
        /**
         * Why.
         */
        reason: string;
      };
    };
/**
 * Whom a case is handed to.
 */
export type TransferTo =
  | {
      unit: string;
    }
  | {
      person: string;
    };
/**
 * What a person does about an improvement.
 */
export type ImprovementAction =
  | {
      open: OpenImprovement;
    }
  | {
      link: {
        /**
         * The case.
         */
        case: CaseRef;
      };
    }
  | {
      unlink: {
        /**
         * The case.
         */
        case: CaseRef;
      };
    }
  | "agree"
  | "start"
  | "done"
  | {
      drop: {
        /**
         * Why.
         */
        reason: string;
      };
    }
  | {
      comment: {
        /**
         * The remark.
         */
        text: string;
      };
    }
  | {
      set_owner: {
        /**
         * The person's id.
         */
        owner: string;
      };
    }
  | {
      set_goal: Goal;
    };
/**
 * What is changed.
 */
export type ImprovementKind = "process" | "product" | "policy" | "training" | "communication";
/**
 * Which open cases a new version takes over.
 */
export type Migrate = AllForm | string[];
export type AllForm = "all";
/**
 * A program as an input brings it: the text of its file, or the same as an object.
 */
export type ProgramText = string | ProgramSpec;
/**
 * Text, or text by language.
 */
export type Label =
  | string
  | {
      [k: string]: string;
    };
/**
 * Something that must be on record.
 */
export type Requirement = "root_cause" | "contact_attempt" | "promises_settled";
/**
 * What a clock does when its case is reopened.
 */
export type OnReopen = "continue" | "restart";
/**
 * A field or attribute; `ltr: int` is short for `ltr: {type: int}`.
 */
export type FieldSpec = FieldType | FullField;
/**
 * The type of a field or attribute.
 */
export type FieldType = "int" | "number" | "bool" | "text";
/**
 * Whom signals of a kind are about.
 */
export type KindSubject = "customer" | "employee";
/**
 * How answers become a number.
 */
export type MetricKind =
  "nps" | "csat" | "rate" | "ces" | "top_box" | "bottom_box" | "mean" | "median" | "share" | "points" | "gap";
/**
 * How often a digest comes.
 */
export type DigestEvery = "day" | "week";
/**
 * One name or a list of them.
 */
export type Names = string | string[];
/**
 * What a report tells apart.
 */
export type ReportBy = "unit";
/**
 * The level of a role.
 */
export type Level = "executive" | "middle" | "front_line";
/**
 * How far somebody sees; each scope has all of those before it.
 */
export type Scope = "none" | "own_cases" | "unit" | "subtree" | "company";
/**
 * `every`: each k-th signal, or with `metric` how often it is judged.
 */
export type Every = NthSpec | Span;
/**
 * The k-th, or each k-th; `10` is short for `{k: 10}`.
 */
export type NthSpec = number | FullNth;
/**
 * The tests that the confidence of a rule over a metric holds for together: its family-wise error
 * rate is 1 less the confidence, half of that on the one side that a level looks at.
 */
export type Family = "test" | "groups" | "year";
/**
 * What a survey is about.
 */
export type SurveyType = "relationship" | "transactional";
/**
 * Who runs a unit.
 */
export type Party = "own" | "partner";
/**
 * What a score is used for.
 */
export type Purpose = "pay" | "correction" | "ranking" | "improvement";
/**
 * A column; `product: Product` is short for `product: {from: Product}`.
 */
export type ColumnSpec = string | FullColumn;
/**
 * The type of a column.
 */
export type ColumnType = "text" | "int" | "number" | "bool" | "time";
/**
 * A value made of columns; those that are absent are passed over.
 */
export type DeriveSpec =
  | {
      latest: string[];
    }
  | {
      earliest: string[];
    }
  | {
      first: string[];
    }
  | {
      after: {
        /**
         * How long after it, in weeks, days, hours, minutes or seconds.
         */
        by: Span;
        /**
         * The time: a column, or a name that is derived before this one.
         */
        time: string;
      };
    };
/**
 * What kind of error this is, for programs to act on. Serialised in `snake_case`.
 */
export type Code =
  | "malformed"
  | "missing"
  | "unknown"
  | "wrong_type"
  | "out_of_range"
  | "bad_time"
  | "id_taken"
  | "not_found"
  | "ambiguous"
  | "not_allowed"
  | "out_of_order"
  | "version"
  | "other_program"
  | "limit"
  | "settled";
/**
 * A clock as it stands at an instant.
 */
export type Clock =
  | {
      /**
       * Microseconds that have counted in the last round.
       */
      elapsed_us: number;
      /**
       * Every interval since the case was opened; they sum to all the time that has passed.
       */
      ledger: Interval[];
      /**
       * Its rounds, where there is more than one: each reply is one, and so is each time that a clock
       * begins again because the case was reopened.
       */
      rounds?: Round[];
      /**
       * What it measures.
       */
      target: TargetName;
      /**
       * When it will breach if nothing happens; absent where its calendar has no more hours.
       */
      due?: Time | null;
      state: "running";
    }
  | {
      /**
       * Microseconds that have counted in the last round.
       */
      elapsed_us: number;
      /**
       * Every interval since the case was opened; they sum to all the time that has passed.
       */
      ledger: Interval[];
      /**
       * Its rounds, where there is more than one: each reply is one, and so is each time that a clock
       * begins again because the case was reopened.
       */
      rounds?: Round[];
      /**
       * What it measures.
       */
      target: TargetName;
      state: "paused";
    }
  | {
      /**
       * Microseconds that have counted in the last round.
       */
      elapsed_us: number;
      /**
       * Every interval since the case was opened; they sum to all the time that has passed.
       */
      ledger: Interval[];
      /**
       * Its rounds, where there is more than one: each reply is one, and so is each time that a clock
       * begins again because the case was reopened.
       */
      rounds?: Round[];
      /**
       * What it measures.
       */
      target: TargetName;
      /**
       * When it was met.
       */
      at: Time;
      state: "met";
    }
  | {
      /**
       * Microseconds that have counted in the last round.
       */
      elapsed_us: number;
      /**
       * Every interval since the case was opened; they sum to all the time that has passed.
       */
      ledger: Interval[];
      /**
       * Its rounds, where there is more than one: each reply is one, and so is each time that a clock
       * begins again because the case was reopened.
       */
      rounds?: Round[];
      /**
       * What it measures.
       */
      target: TargetName;
      /**
       * When its time was up.
       */
      at: Time;
      state: "breached";
    }
  | {
      /**
       * Microseconds that have counted in the last round.
       */
      elapsed_us: number;
      /**
       * Every interval since the case was opened; they sum to all the time that has passed.
       */
      ledger: Interval[];
      /**
       * Its rounds, where there is more than one: each reply is one, and so is each time that a clock
       * begins again because the case was reopened.
       */
      rounds?: Round[];
      /**
       * What it measures.
       */
      target: TargetName;
      state: "ended";
    }
  | {
      /**
       * Microseconds that have counted in the last round.
       */
      elapsed_us: number;
      /**
       * Every interval since the case was opened; they sum to all the time that has passed.
       */
      ledger: Interval[];
      /**
       * Its rounds, where there is more than one: each reply is one, and so is each time that a clock
       * begins again because the case was reopened.
       */
      rounds?: Round[];
      /**
       * What it measures.
       */
      target: TargetName;
      state: "idle";
    };
/**
 * Why a stretch of time counted, or did not.
 */
export type IntervalKind = "ran" | "paused" | "outside_hours" | "holiday" | "stopped" | "idle";
/**
 * One round of a clock, with a verdict of its own.
 */
export type Round =
  | {
      /**
       * Microseconds that have counted in it.
       */
      elapsed_us: number;
      /**
       * Where it begins.
       */
      from: Time;
      /**
       * When it will breach if nothing happens; absent where its calendar has no more hours.
       */
      due?: Time | null;
      state: "running";
    }
  | {
      /**
       * Microseconds that have counted in it.
       */
      elapsed_us: number;
      /**
       * Where it begins.
       */
      from: Time;
      state: "paused";
    }
  | {
      /**
       * Microseconds that have counted in it.
       */
      elapsed_us: number;
      /**
       * Where it begins.
       */
      from: Time;
      /**
       * When it was met.
       */
      at: Time;
      state: "met";
    }
  | {
      /**
       * Microseconds that have counted in it.
       */
      elapsed_us: number;
      /**
       * Where it begins.
       */
      from: Time;
      /**
       * When its time was up.
       */
      at: Time;
      state: "breached";
    }
  | {
      /**
       * Microseconds that have counted in it.
       */
      elapsed_us: number;
      /**
       * Where it begins.
       */
      from: Time;
      state: "ended";
    }
  | {
      /**
       * Microseconds that have counted in it.
       */
      elapsed_us: number;
      /**
       * Where it begins.
       */
      from: Time;
      state: "idle";
    };
/**
 * Where a clock stands.
 */
export type ClockState =
  | {
      /**
       * When it will breach if nothing happens; absent where its calendar has no more hours.
       */
      due?: Time | null;
      state: "running";
    }
  | {
      state: "paused";
    }
  | {
      /**
       * When it was met.
       */
      at: Time;
      state: "met";
    }
  | {
      /**
       * When its time was up.
       */
      at: Time;
      state: "breached";
    }
  | {
      state: "ended";
    }
  | {
      state: "idle";
    };
/**
 * Where a promise stands.
 */
export type PromiseState = "open" | "kept" | "broken";
/**
 * How two samples were compared.
 */
export type Test = "adjusted_wald" | "newcombe_n1" | "welch" | "wilcoxon" | "wilcoxon_exact" | "weighted_ranks";
/**
 * How an instance departs from its plan.
 */
export type Deviation =
  | "skipped"
  | "repeated"
  | "out_of_order"
  | "unplanned"
  | "late"
  | "too_many_contacts"
  | "outcome_missed"
  | "missing"
  | "happened";
/**
 * What says how large a difference is, whatever the scale.
 */
export type SizeKind = "cohen_h" | "hedges_g" | "cramer_v" | "epsilon_squared";
/**
 * How several groups were tested.
 */
export type SeveralTest = "chi_squared_n1" | "welch" | "kruskal_wallis" | "cochran_q";
/**
 * What a comparison comes to.
 */
export type ConsistencyVerdict = "different" | "none_larger" | "not_enough";
/**
 * Whether a program with this diagnostic can run.
 */
export type Severity = "error" | "warning";
/**
 * How an importance is worked out.
 */
export type DriverMethod = "relative_weights" | "shapley";
/**
 * What stands in the way of a feature's importance.
 */
export type DriverProblem = "constant" | "collinear";
/**
 * What came of an improvement.
 */
export type Effect =
  | {
      /**
       * The metric after, in the same.
       */
      after: Estimate;
      /**
       * The metric before, in the units where it was done together.
       */
      before: Estimate;
      /**
       * How it moved in each comparable unit.
       */
      comparable: UnitChange[];
      /**
       * The confidence of the interval.
       */
      confidence: number;
      /**
       * The degrees of freedom of the interval: it is made of how differently units moved.
       */
      df: number;
      /**
       * The upper end of the interval.
       */
      high: number;
      label: "difference in differences";
      /**
       * Units that were not taken, and why.
       */
      left_out: LeftOut2[];
      /**
       * The lower end of the interval.
       */
      low: number;
      /**
       * The metric.
       */
      metric: string;
      /**
       * How it moved in each of these units.
       */
      units: UnitChange[];
      /**
       * The one change less the other: in the metric's own unit. Units count alike, whatever their
       * number of answers.
       */
      value: number;
      /**
       * The days before and after.
       */
      windows: Windows;
    }
  | {
      /**
       * The metric after, in the same; absent as long as that time is not over.
       */
      after?: Estimate | null;
      /**
       * The metric before, in the units where it was done together; absent where it is not done.
       */
      before?: Estimate | null;
      label: "no comparison";
      /**
       * Units that were not taken, and why.
       */
      left_out: LeftOut2[];
      /**
       * The metric.
       */
      metric: string;
      /**
       * Why there is no comparison.
       */
      why: NoComparison;
      /**
       * The days before and after; absent where it is not done.
       */
      windows?: Windows | null;
      /**
       * The same in words.
       */
      words: string;
    };
/**
 * Why a unit was not taken.
 */
export type LeftOutWhy = "too_few_answers" | "other_improvement";
/**
 * Why there is no comparison.
 */
export type NoComparison =
  "not_done" | "too_soon" | "too_few_answers" | "confounded" | "too_few_units" | "nothing_varies";
/**
 * What became of an alert that stands.
 */
export type Standing =
  | {
      type: "raised";
    }
  | {
      type: "held";
      /**
       * When.
       */
      until: Time;
    }
  | {
      type: "not_live";
    }
  | {
      type: "shadow";
    }
  | {
      /**
       * What does, each in words.
       */
      by: string[];
      type: "suppressed";
    };
/**
 * Why an instance is over.
 */
export type Over = "ends" | "gap";
/**
 * What is wrong with a step.
 */
export type Misstep = "without" | "before";
/**
 * A step of the funnel.
 */
export type Step = "eligible" | "invited" | "delivered" | "started" | "completed";
/**
 * A sign of gaming.
 */
export type Sign =
  | "few_invited"
  | "concerns_left_out"
  | "concerns_asked_late"
  | "period_end"
  | "heaping"
  | "rate_shift"
  | "asked_when_good"
  | "just_met";
/**
 * How a sign is tested.
 */
export type SignTest =
  "beside_others" | "fisher_exact" | "mann_whitney" | "both_shifted" | "stratified_exact" | "jump_exact";
/**
 * Where a goal stands.
 */
export type GoalStatus = "met" | "not_met" | "too_early" | "too_few";
/**
 * Whether a step was reached: yes or no, or since when.
 */
export type Reached2 = boolean | Time;
/**
 * Where an improvement stands.
 */
export type ImprovementState = "proposed" | "agreed" | "under_way" | "done" | "dropped";
/**
 * What a number counts in.
 */
export type Unit = "share" | "nps" | "plain";
/**
 * Which interval a share has.
 */
export type ShareInterval = "wilson" | "modified_wilson";
/**
 * Where the target of a moment of truth comes from.
 */
export type TargetFrom = "asked" | "goal" | "best";
/**
 * From which of a customer's signals time runs.
 */
export type NextFrom = "each" | "first";
/**
 * How a number is ordered over groups, or with another.
 */
export type OrderTest = "cochran_armitage" | "jonckheere_terpstra" | "kendall";
/**
 * What an outcome is made into.
 */
export type OutcomeKind = "share" | "mean";
/**
 * Which answer of a customer counts: one, so that customers count alike and rows are independent.
 */
export type Take = "first" | "last";
/**
 * Where a signal belongs.
 */
export type Placement =
  | {
      instance: string;
    }
  | {
      unassigned: Reason;
    };
/**
 * Why a signal belongs to no instance of a journey.
 */
export type Reason = "elsewhere" | "no_customer" | "before_start" | "after_end" | "none_open" | "several_open";
/**
 * Where a feature stands: J. A. Martilla, J. C. James, "Importance-performance analysis", Journal of
 * Marketing 41 (1977) 77–79.
 */
export type Quadrant = "concentrate_here" | "keep_up" | "low_priority" | "possible_overkill";
/**
 * How a stratified difference was made.
 */
export type StrataMethod = "mantel_haenszel" | "within_strata";
/**
 * What an open case loses.
 */
export type Loses = "unit" | "person" | "role" | "case_type" | "escalation";
/**
 * A number of the loop's health that leads to cases.
 */
export type LoopNumber =
  | "cases"
  | "answered"
  | "closed"
  | "confirmed"
  | "false_resolutions"
  | "reopened"
  | "answered_without_verdict"
  | "thank_you_only"
  | "promises_broken"
  | "not_contacted";
/**
 * In which order voices are listed.
 */
export type VoiceOrder = "newest" | "id";
/**
 * What it comes down to that a rule did not fire.
 */
export type Answer = "fired" | "no_signal" | "condition" | "late" | "waits_on" | "value_absent" | "pattern";
/**
 * How far a pattern has got, at the signals nearest to the instant that was asked about.
 */
export type Progress =
  | {
      /**
       * How many it takes.
       */
      at_least: number;
      /**
       * How many the window holds; of those that went before, no more than it takes are known.
       */
      count: number;
      /**
       * What different values are counted of.
       */
      distinct?: string | null;
      /**
       * The open left edge of the window.
       */
      from: Time;
      /**
       * The signals that it holds.
       */
      signals: SignalAt[];
      /**
       * Its closed right edge.
       */
      to: Time;
      type: "count";
    }
  | {
      /**
       * The number that is waited for; absent where it has passed.
       */
      next?: number | null;
      /**
       * The number reached.
       */
      number: number;
      type: "number";
    }
  | {
      /**
       * The next steps must come before this; absent where nothing has begun, and for windows of
       * months.
       */
      before?: Time | null;
      /**
       * The signal that ended the attempt (`unless`).
       */
      ended_by?: SignalAt | null;
      /**
       * The steps found.
       */
      found: SignalAt[];
      /**
       * How many there are in all.
       */
      steps: number;
      type: "sequence";
      /**
       * What the next step looks at, in words.
       */
      waits_for: string;
    }
  | {
      /**
       * What came in time.
       */
      came?: SignalAt | null;
      /**
       * The deadline.
       */
      due: Time;
      /**
       * Whether the deadline passed and the rule fired at it.
       */
      fired: boolean;
      /**
       * When that was.
       */
      from: Time;
      /**
       * The signal that set it off.
       */
      signal: string;
      type: "deadline";
      /**
       * The time there is.
       */
      within: Span;
    }
  | {
      /**
       * What it is held against; absent where there are too few values before it.
       */
      base?: number | null;
      /**
       * How far it must lie from that; negative is down.
       */
      by: number;
      /**
       * The field.
       */
      field: string;
      /**
       * What `base` is made of.
       */
      since: Since;
      type: "change";
      /**
       * Its value.
       */
      value: number;
      /**
       * How many values there are before it, up to those that are needed.
       */
      values: number;
    }
  | {
      /**
       * The signal at which the last row broke.
       */
      broken_by?: SignalAt | null;
      /**
       * How many it takes.
       */
      k: number;
      /**
       * How many stand in a row, up to `k`.
       */
      row: number;
      type: "streak";
    };

/**
 * Every format, by the name of its schema.
 */
export interface Formats {
  event: Event;
  input: Input;
  mapping: Mapping;
  program: Program;
  results: Results;
  signal: Signal;
}
/**
 * A rule's finding.
 */
export interface Alert {
  /**
   * When: the instant of the signal at which it fired, the deadline, or the end of the period.
   */
  at: Time;
  /**
   * The customer; absent where the signal has none.
   */
  customer?: string | null;
  /**
   * Its id: a hash of rule, customer, `same` value and anchor; of rule, group and end of period for a
   * rule over a metric.
   */
  id: string;
  /**
   * Concern or praise.
   */
  kind: AlertKind;
  /**
   * The number reached, of a rule with `nth` or `every`.
   */
  number?: number | null;
  /**
   * How often it was revised.
   */
  revision: number;
  /**
   * The rule.
   */
  rule: string;
  /**
   * The value of the rule's `same` field.
   */
  same?: string | null;
  /**
   * The signal at which it fired; none for a rule over a metric.
   */
  signal?: string;
  /**
   * All signals behind it, in order; none for a rule over a metric.
   */
  signals: string[];
  /**
   * Why.
   */
  why: Why;
}
/**
 * Why an alert was raised.
 */
export interface Why {
  /**
   * The rule whose alert it fired at, where it waits on one.
   */
  alert?: string | null;
  /**
   * The values that were compared, for a change.
   */
  change?: Moved | null;
  /**
   * The clauses of the rule's condition at the firing signal; of a sequence, of its last step; of an
   * absence, at the signal that set it off.
   */
  clauses: Clause[];
  /**
   * The deadline that passed, for an absence and a silence.
   */
  deadline?: Deadline | null;
  /**
   * The number that was judged, for a rule over a metric.
   */
  metric?: MetricFinding | null;
  /**
   * The number reached, for `nth` and `every`.
   */
  number?: Reached | null;
  /**
   * The steps, for a sequence.
   */
  sequence?: Steps | null;
  /**
   * The signals behind the alert, with their instants, in order.
   */
  signals?: SignalAt[];
  /**
   * The row, for a streak.
   */
  streak?: InARow | null;
  /**
   * The window that was counted over, for a count.
   */
  window?: Window | null;
}
/**
 * A value that lies far from others.
 */
export interface Moved {
  /**
   * What it was held against.
   */
  base: number;
  /**
   * How far it must lie from that; negative is down.
   */
  by: number;
  /**
   * The field.
   */
  field: string;
  /**
   * What `base` is made of.
   */
  since: Since;
  /**
   * Its value.
   */
  value: number;
  /**
   * The values that make `base`, in order.
   */
  values: ValueOf[];
}
/**
 * A value and the signal that it is of.
 */
export interface ValueOf {
  /**
   * The signal.
   */
  signal: string;
  /**
   * The value.
   */
  value: number;
}
/**
 * One clause of a condition: its text, its truth and the values that it looked at.
 */
export interface Clause {
  /**
   * The values found, by name; absent names are left out.
   */
  found: {
    [k: string]: Value;
  };
  /**
   * Its truth.
   */
  outcome: Outcome;
  /**
   * Why there is no outcome, in words.
   */
  reason?: string | null;
  /**
   * The clause as it stands in the program.
   */
  text: string;
}
/**
 * Something did not come in time.
 */
export interface Deadline {
  /**
   * The deadline.
   */
  due: Time;
  /**
   * When that was; of an alert that set it off, the alert's. Absent where that cannot be told.
   */
  from?: Time | null;
  /**
   * The signal that set it off.
   */
  signal: string;
  /**
   * The time there was.
   */
  within: Span;
}
/**
 * The number of a metric that made a rule fire.
 */
export interface MetricFinding {
  /**
   * The number of the window before; only of a change.
   */
  before?: Estimate | null;
  /**
   * The number at which the rule is armed again; absent for a change.
   */
  clear?: number | null;
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * How far the two lie apart; only of a change.
   */
  difference?: Difference | null;
  /**
   * The first local day of the window.
   */
  from: string;
  /**
   * The group, by the names of the rule's `by`.
   */
  group: {
    [k: string]: string;
  };
  /**
   * How many groups were judged at this end.
   */
  groups: number;
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The level that it lies beyond; absent for a change.
   */
  level?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How the interval was made.
   */
  method: Method;
  /**
   * The metric.
   */
  metric: string;
  /**
   * How many answers it stands on: its denominator.
   */
  n: number;
  /**
   * Its last local day.
   */
  to: string;
  /**
   * The metric; absent where nobody answered. NPS from −100 to 100, shares from 0 to 1, means and medians
   * on the scale of their answers.
   */
  value?: number | null;
}
/**
 * A metric with its interval. Estimates do not merge: merge tallies.
 *
 * Nothing adds them up. The sum of two percentages is none:
 *
 * ```compile_fail
 * let day = voc_core::metric::rate(1, 2, 0.95)?;
 * let both = day + day;
 * # Ok::<(), voc_core::Error>(())
 * ```
 *
 * ```compile_fail
 * let days = [voc_core::metric::rate(1, 2, 0.95)?];
 * let all: voc_core::metric::Estimate = days.into_iter().sum();
 * # Ok::<(), voc_core::Error>(())
 * ```
 *
 * Tallies do:
 *
 * ```
 * use voc_core::metric::Tally;
 * use voc_core::program::MetricKind;
 *
 * let mut days = Tally::PLUS;
 * days.merge(Tally::NEUTRAL);
 * let both = days.estimate(MetricKind::Rate, 0.95)?;
 * assert_eq!((both.value, both.n), (Some(0.5), 2));
 * # Ok::<(), voc_core::Error>(())
 * ```
 */
export interface Estimate {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How the interval was made.
   */
  method: Method;
  /**
   * How many answers it stands on: its denominator.
   */
  n: number;
  /**
   * The metric; absent where nobody answered. NPS from −100 to 100, shares from 0 to 1, means and medians
   * on the scale of their answers.
   */
  value?: number | null;
}
/**
 * The difference of two independent estimates.
 *
 * Its interval is made of theirs by squaring and adding, the method of variance estimates recovery:
 * G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures: a general approach",
 * Statistics in Medicine 27 (2008) 1693–1702. For shares with Wilson's limits that is method 10 of
 * R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics
 * in Medicine 17 (1998) 873–890. For NPS the limits are those of the adjusted Wald: over eleven pairs of
 * distributions, 40,000 samples each, the interval of 95 % held the true difference in at least 93.8 %
 * with 10 answers a side and 94.5 % from 30 on, where plain Wald came down to 90.4 %.
 */
export interface Difference {
  /**
   * The confidence of the interval: that of both estimates.
   */
  confidence: number;
  /**
   * The upper end of the interval.
   */
  high: number;
  /**
   * The lower end of the interval.
   */
  low: number;
  /**
   * The later number less the earlier one.
   */
  value: number;
}
/**
 * The number that a signal or alert has in a customer's life.
 */
export interface Reached {
  /**
   * Which one is waited for, or each how many.
   */
  k: number;
  /**
   * The number reached.
   */
  number: number;
  /**
   * How many of them came before the first that we hold, as known at the signal.
   */
  seed?: number | null;
}
/**
 * The steps of a sequence.
 */
export interface Steps {
  /**
   * The first step came after this.
   */
  from: Time;
  /**
   * What each step was.
   */
  steps: SignalAt[];
  /**
   * The last step.
   */
  to: Time;
  /**
   * The longest that they may take.
   */
  within: Span;
}
/**
 * A signal and an instant: its own, or for a step that is an alert, the alert's.
 */
export interface SignalAt {
  /**
   * The instant.
   */
  at: Time;
  /**
   * The signal.
   */
  signal: string;
}
/**
 * So many in a row.
 */
export interface InARow {
  /**
   * The clauses of what each satisfies, at the last.
   */
  clauses: Clause[];
  /**
   * How many.
   */
  k: number;
}
/**
 * The window of a count: after `from`, up to and including `to`.
 */
export interface Window {
  /**
   * How many it takes.
   */
  at_least: number;
  /**
   * The local period that it is a part of, where it does not.
   */
  calendar?: Period | null;
  /**
   * How many it holds.
   */
  count: number;
  /**
   * What different values were counted of.
   */
  distinct?: string | null;
  /**
   * Its open left edge.
   */
  from: Time;
  /**
   * Its closed right edge.
   */
  to: Time;
  /**
   * Its declared length, where it rolls.
   */
  within?: Span | null;
}
/**
 * What a new version of the program changes about a rule.
 */
export interface RuleChange {
  /**
   * What changes.
   */
  change: Changed;
  /**
   * The rule.
   */
  rule: string;
  /**
   * When it will have seen all that it looks back on; absent where it looks back on nothing, or
   * goes by numbers of signals: it counts those from the version's instant on.
   */
  warming_until?: Time | null;
}
/**
 * Where an alert went, and why.
 */
export interface Routed {
  /**
   * The units that answer for it beside that one, where several are accountable for the stage.
   */
  answering?: string[];
  /**
   * By what it was decided. It is told when it happens, and kept with a case whose type carries it.
   */
  by?: RoutedBy | null;
  /**
   * Who else is told.
   */
  copies?: Audience[];
  /**
   * Who was told, and is not meant any more since the signal was corrected. That they were told stands.
   */
  overtaken?: Audience[];
  /**
   * Who did not get it, though they could have; kept as `by` is.
   */
  passed_over?: PassedOver[];
  /**
   * The person who answers for it.
   */
  person?: string | null;
  /**
   * Whom it praises, where it is praise for employees: whoever served the customer, and those whom the
   * customer names.
   */
  praised?: Praised[];
  /**
   * How it got there, step by step.
   */
  steps: string[];
  /**
   * The unit that answers for it.
   */
  unit?: string | null;
}
/**
 * Somebody who did not get what they could have got.
 */
export interface PassedOver {
  /**
   * Why not.
   */
  because: PassedBecause;
  /**
   * The person's id.
   */
  person: string;
}
/**
 * Somebody who is praised.
 */
export interface Praised {
  /**
   * The person's id.
   */
  person: string;
  /**
   * The unit that served the customer where they work in it, else their first.
   */
  unit?: string | null;
}
/**
 * Something that happened to a case.
 */
export interface CaseEvent {
  /**
   * When.
   */
  at: Time;
  /**
   * The person who did it; absent where the engine did, by rule or timer.
   */
  by?: string | null;
  /**
   * What happened.
   */
  change: CaseChange;
}
/**
 * An alert behind a case.
 */
export interface CaseAlert {
  /**
   * Its id.
   */
  id: string;
  /**
   * Its rule.
   */
  rule: string;
  /**
   * The signal at which it fired.
   */
  signal: string;
  /**
   * Whether it still stands.
   */
  standing: boolean;
}
/**
 * Something that we told the customer we would do, due then.
 */
export interface Promise {
  /**
   * When it was broken, as far as that was told: at its due by itself, or before by somebody who
   * said so.
   */
  broken_at?: Time | null;
  /**
   * The person who promised it.
   */
  by: string;
  /**
   * By when it is kept; at that instant is too late.
   */
  due: Time;
  /**
   * Its id, derived from what was promised, by whom and when.
   */
  id: string;
  /**
   * When it was done. At its due or later, or once it was broken, that is late: it stays broken.
   */
  kept_at?: Time | null;
  /**
   * When.
   */
  made_at: Time;
  /**
   * Why it will not be kept, where somebody said so.
   */
  reason?: string | null;
  /**
   * What was promised.
   */
  text: string;
}
/**
 * A case handed over.
 */
export interface Transfer {
  /**
   * What is asked of them.
   */
  ask: string;
  /**
   * When.
   */
  at: Time;
  /**
   * The person who handed it over.
   */
  by: string;
  /**
   * By when.
   */
  due: Time;
  /**
   * The person who answered for it.
   */
  from_person?: string | null;
  /**
   * The unit that answered for it.
   */
  from_unit?: string | null;
  /**
   * The person who answers for it now.
   */
  to_person?: string | null;
  /**
   * The unit that answers for it now.
   */
  to_unit?: string | null;
  /**
   * Why of them.
   */
  why: string;
}
/**
 * What a case took over from a duplicate.
 */
export interface Taken {
  /**
   * The alerts behind it.
   */
  alerts: CaseAlert[];
  /**
   * The duplicate.
   */
  case: string;
  /**
   * The attempts to reach the customer.
   */
  contacts: Contact[];
  /**
   * How often the customer disputed that: a false resolution stays one.
   */
  disputed: number;
  /**
   * The promises that are open.
   */
  promises: Promise[];
  /**
   * How often it was reopened.
   */
  reopened: number;
  /**
   * How often it was resolved by us.
   */
  resolved: number;
}
/**
 * An attempt to reach the customer.
 */
export interface Contact {
  /**
   * When.
   */
  at: Time;
  /**
   * Through which channel.
   */
  channel?: string | null;
  /**
   * Whether the customer was reached.
   */
  reached: boolean;
}
/**
 * A doubt about a person of a roster.
 */
export interface RosterDoubt {
  /**
   * What is in doubt.
   */
  doubt: Doubt;
  /**
   * The unit, role or deputy; of somebody who is not in the roster, the place in the program that names them.
   */
  name: string;
  /**
   * The person's id.
   */
  person: string;
}
/**
 * A message that the host should deliver.
 */
export interface Notice {
  /**
   * The alert that it is about.
   */
  alert?: string | null;
  /**
   * The case that it is about.
   */
  case?: string | null;
  /**
   * The employee whose coaching it is about.
   */
  employee?: string | null;
  /**
   * Its id, derived from what it says to whom: deliver each id once.
   */
  id: string;
  /**
   * The improvement that it is about.
   */
  improvement?: string | null;
  /**
   * The digest that will bring it: it is not to be delivered by itself.
   */
  in_digest?: string | null;
  /**
   * What it is about, to whom: of two notices of one key, the later makes the earlier needless.
   */
  key?: string;
  /**
   * Why.
   */
  kind: NoticeKind;
  /**
   * Of a digest, the ids of the notices that it brings.
   */
  notices?: string[];
  /**
   * Whom.
   */
  to: Audience;
  /**
   * Of praise, the customer's own words, where whoever it is for may see them.
   */
  verbatim?: string | null;
}
/**
 * Something that happened to an improvement.
 */
export interface ImprovementEvent {
  /**
   * When.
   */
  at: Time;
  /**
   * The person who did it; absent where the engine did.
   */
  by?: string | null;
  /**
   * What happened.
   */
  change: ImprovementChange;
}
/**
 * What an improvement should bring about.
 */
export interface Goal {
  /**
   * Which way its metric should move.
   */
  better: Better;
  /**
   * By when it is to be done.
   */
  by: Time;
}
/**
 * Who was told that an improvement is done.
 */
export interface Told {
  /**
   * How many customers.
   */
  customers: number;
  /**
   * How many customers were not told, by reason; cases, where there is no customer to tell.
   */
  not_told: {
    [k: string]: number;
  };
  /**
   * How many of our people.
   */
  people: number;
}
/**
 * Something that happened in coaching an employee.
 */
export interface CoachingEvent {
  /**
   * When.
   */
  at: Time;
  /**
   * The person who did it; absent where time did.
   */
  by?: string | null;
  /**
   * What happened.
   */
  change: CoachingChange;
}
/**
 * An action that was agreed.
 */
export interface Agreement {
  /**
   * What, and by when: it is kept and broken as a promise is.
   */
  action: Promise;
  /**
   * Who does it, by id: the employee, or whoever helps them.
   */
  owner: string;
}
/**
 * One input.
 */
export interface Input {
  /**
   * A notice was acted on, other than by a command on its case.
   */
  acted?: NoticeMark | null;
  /**
   * Somebody does something in coaching an employee.
   */
  coaching?: CoachingCommand | null;
  /**
   * Somebody does something to a case.
   */
  command?: Command | null;
  /**
   * What is known of a customer.
   */
  customer?: CustomerStatement | null;
  /**
   * A notice was delivered.
   */
  delivered?: NoticeMark | null;
  /**
   * Its id: the same id with the same content is a duplicate.
   */
  id: string;
  /**
   * Somebody does something about an improvement.
   */
  improvement?: ImprovementCommand | null;
  /**
   * Two customers are one.
   */
  merge?: Merge | null;
  /**
   * A new version of the program.
   */
  program?: ProgramChange | null;
  /**
   * A notice was read.
   */
  read?: NoticeMark | null;
  /**
   * When it reached us; the last tick if not said.
   */
  received?: Time | null;
  /**
   * A signal is taken back.
   */
  retract?: Retract | null;
  /**
   * Somebody has reviewed a report.
   */
  reviewed?: Reviewed | null;
  /**
   * The number of a correction: higher than that of what it corrects.
   */
  revision?: number;
  /**
   * Who works where.
   */
  roster?: Roster | null;
  /**
   * Something that a customer said or did.
   */
  signal?: Signal | null;
  /**
   * Time has passed.
   */
  tick?: Tick | null;
  /**
   * The version of the format; 1 if not said.
   */
  voc?: number | null;
}
/**
 * What became of a notice.
 */
export interface NoticeMark {
  /**
   * When.
   */
  at: Time;
  /**
   * Who read it, or acted.
   */
  by?: string | null;
  /**
   * The id of the notice.
   */
  notice: string;
}
/**
 * Somebody does something in coaching an employee.
 */
export interface CoachingCommand {
  /**
   * When.
   */
  at: Time;
  /**
   * The person who does it, by id.
   */
  by: string;
  /**
   * What is done.
   */
  do: CoachingAction;
  /**
   * The employee, by id.
   */
  employee: string;
}
/**
 * Somebody does something to a case.
 */
export interface Command {
  /**
   * When.
   */
  at: Time;
  /**
   * The person, by id.
   */
  by: string;
  /**
   * The case.
   */
  case: CaseRef;
  /**
   * What is done.
   */
  do: Action;
}
/**
 * What is known of a customer as of an instant.
 */
export interface CustomerStatement {
  /**
   * Since when it holds.
   */
  at: Time;
  /**
   * By declared attribute; those left out stay as they were.
   */
  attributes: {
    [k: string]: Value;
  };
  /**
   * The customer's key.
   */
  customer: string;
}
/**
 * Somebody does something about an improvement.
 */
export interface ImprovementCommand {
  /**
   * When.
   */
  at: Time;
  /**
   * The person, by id.
   */
  by: string;
  /**
   * What is done.
   */
  do: ImprovementAction;
  /**
   * The improvement, by its id; absent where it is proposed.
   */
  improvement?: string | null;
}
/**
 * What it takes to open an improvement. How its effect will be measured is said here, before anybody
 * knows the numbers.
 */
export interface OpenImprovement {
  /**
   * The units to compare with, each with those below it; those beside its own in the tree if not said.
   */
  compare?: string[];
  /**
   * Which way, and by when.
   */
  goal?: Goal | null;
  /**
   * What is changed.
   */
  kind: ImprovementKind;
  /**
   * The metric that it should move.
   */
  metric: string;
  /**
   * The least answers that a unit must have before, and after; 30 if not said.
   */
  min_n?: number;
  /**
   * How long before and after are looked at, in whole days; four weeks if not said.
   */
  over?: Span;
  /**
   * The person who answers for it.
   */
  owner: string;
  /**
   * What it is, in a few words.
   */
  title: string;
  /**
   * Where it is done: units, each with those below it.
   */
  units: string[];
}
/**
 * Two customers are one, and always have been: whatever has come and comes of `from` is of `into`.
 */
export interface Merge {
  /**
   * The key that is given up.
   */
  from: string;
  /**
   * The key of the one customer; where that one was merged itself, the one that it was merged into
   * is meant.
   */
  into: string;
}
/**
 * A new version of the program. It judges what happens from its instant on; what happened before is
 * judged by the version before it, whenever that comes in.
 */
export interface ProgramChange {
  /**
   * From when it is in force: after every version before it, and not before what can no longer
   * change.
   */
  at: Time;
  /**
   * Which open cases are followed up by it from now on: `all`, or a list of case types. The others
   * keep the policy that they were opened with.
   */
  migrate?: Migrate | null;
  /**
   * What it says.
   */
  program: ProgramText;
}
/**
 * A program file.
 */
export interface ProgramSpec {
  /**
   * Who has a customer's account: where routes to `account` lead.
   */
  account?: AccountSpec | null;
  /**
   * Business hours.
   */
  calendars?: {
    [k: string]: CalendarSpec;
  };
  /**
   * The types of case: how each is followed up.
   */
  cases?: {
    [k: string]: CaseSpec;
  };
  /**
   * The channels; where left out, any channel is accepted.
   */
  channels?: {
    [k: string]: ChannelSpec;
  };
  /**
   * What we know of a customer: `customer.x` in conditions.
   */
  customer?: {
    [k: string]: FieldSpec;
  };
  /**
   * Who gets what no route leads anywhere; nobody if not said.
   */
  fallback?: FallbackSpec | null;
  /**
   * The fields that signals carry.
   */
  fields?: {
    [k: string]: FieldSpec;
  };
  /**
   * What metrics are to come to, by when, and who shares that.
   */
  goals?: {
    [k: string]: GoalSpec;
  };
  /**
   * The customer's paths.
   */
  journeys?: {
    [k: string]: JourneySpec;
  };
  /**
   * The kinds of signal; where left out, any kind is accepted.
   */
  kinds?: {
    [k: string]: KindSpec;
  };
  /**
   * How late a signal may come and still count in patterns; two days if not said.
   */
  lateness?: Span;
  /**
   * Signals before this date (or time) build state, and raise no case and no notice.
   */
  live_from?: string | null;
  /**
   * Answers made into numbers.
   */
  metrics?: {
    [k: string]: MetricSpec;
  };
  /**
   * The name of the program.
   */
  name: string;
  /**
   * What becomes of notices.
   */
  notices?: NoticesSpec | null;
  /**
   * What the company is after: what customers do later.
   */
  outcomes?: {
    [k: string]: OutcomeSpec;
  };
  /**
   * Whom we may speak to, and what is kept and told of anybody.
   */
  privacy?: PrivacySpec;
  /**
   * How often a customer is asked.
   */
  quarantine?: {
    [k: string]: QuarantineSpec;
  };
  /**
   * The reports on units, and who reviews them.
   */
  reports?: {
    [k: string]: ReportSpec;
  };
  /**
   * The roles in which somebody answers for an account; where left out, any.
   */
  respondent_roles?: string[];
  /**
   * The roles that people hold in units.
   */
  roles?: {
    [k: string]: RoleSpec;
  };
  /**
   * Who gets an alert: the first route whose `if` holds.
   */
  routes?: RouteSpec[];
  /**
   * When to raise an alert.
   */
  rules?: {
    [k: string]: RuleSpec;
  };
  /**
   * Named conditions: `segment("…")`.
   */
  segments?: {
    [k: string]: string;
  };
  /**
   * How often alerts are raised.
   */
  suppress?: {
    [k: string]: SuppressSpec;
  };
  /**
   * What customers are asked.
   */
  surveys?: {
    [k: string]: SurveySpec;
  };
  /**
   * The IANA time zone of its days and months; UTC if not said.
   */
  time_zone?: string;
  /**
   * Words and phrases by topic: `topic("…")`. Whole words, whatever their case.
   */
  topics?: {
    [k: string]: string[];
  };
  /**
   * The interactions; where left out, any touch point is accepted.
   */
  touch_points?: {
    [k: string]: TouchPointSpec;
  };
  /**
   * The tree of units; where left out, any unit is accepted and stands alone.
   */
  units?: {
    [k: string]: UnitSpec;
  };
  /**
   * What each score is used for: a register. Beside it stands whether a score can be trusted.
   */
  uses?: UseSpec[];
  /**
   * The version of the format: 1.
   */
  voc: number;
}
/**
 * Who has a customer's account; the person if both are known.
 */
export interface AccountSpec {
  /**
   * The text attribute (`customer.account_manager`), or field, that holds a person's id.
   */
  person?: string | null;
  /**
   * The text attribute, or field, that holds a unit's id.
   */
  unit?: string | null;
}
/**
 * Business hours on a weekly calendar with holidays.
 */
export interface CalendarSpec {
  /**
   * Days without any hours.
   */
  holidays?: string[];
  /**
   * Shifts by day: `mon-fri: ["09:00-12:30", "13:30-17:30"]`; a shift may end at 24:00.
   */
  hours: {
    [k: string]: string[];
  };
  /**
   * More of them: the whole-day events of an iCalendar text, as holidays are published. What repeats
   * every year does so until 2099. Not in the build for pages.
   */
  ical?: string | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * Its IANA time zone; the program's if not said.
   */
  time_zone?: string | null;
  /**
   * What holds from a later day on, in order: time before that day still goes by what held then.
   */
  versions?: CalendarVersionSpec[];
}
/**
 * Business hours from a day on.
 */
export interface CalendarVersionSpec {
  /**
   * The first day, in the calendar's time zone.
   */
  from: string;
  /**
   * Days without any hours; as before if not said.
   */
  holidays?: string[] | null;
  /**
   * Shifts by day; as before if not said.
   */
  hours?: {
    [k: string]: string[];
  } | null;
  /**
   * More of them, as an iCalendar text; as before if not said.
   */
  ical?: string | null;
}
/**
 * A type of case.
 */
export interface CaseSpec {
  /**
   * What a case keeps of the signal that opens it, for those who follow it up.
   */
  carry?: CarrySpec;
  /**
   * How it may be closed beside by the customer's confirmation.
   */
  close?: CloseSpec;
  /**
   * Whom it is escalated to, and when.
   */
  escalate?: EscalateSpec[];
  /**
   * The signals of the customer that count as their word on an open case, as the command `hear` does:
   * a condition on the signal. A signal from before the case was opened is none, nor does a correction
   * change what was heard.
   */
  hears?: string | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The roles that may give a command, by its name; everybody may where it is not said. Who may
   * `waive` is said under `close`.
   */
  may?: {
    [k: string]: string[];
  };
  /**
   * Its priorities, the usual one first, the highest last; `[normal]` if not said.
   */
  priorities?: string[];
  /**
   * When to warn of promises that near their due; nobody is warned where it is not said.
   */
  promises?: DueSpec | null;
  /**
   * What must be on record before a command.
   */
  require?: RequireSpec;
  /**
   * The root causes to choose from; any text if not said.
   */
  root_causes?: string[];
  /**
   * What its states are called, and their sub-states: by `new`, `acknowledged`, `in_progress`,
   * `waiting.customer` and the like, `resolved`, `closed`, `cancelled`, `merged`.
   */
  states?: {
    [k: string]: StateSpec;
  };
  /**
   * Its service-level targets.
   */
  targets?: {
    [k: string]: TargetSpec;
  };
  /**
   * That it is told when a transfer passes its due before it was taken up; and when to warn of that.
   */
  transfers?: DueSpec | null;
}
/**
 * What a case keeps of the signal that opens it.
 */
export interface CarrySpec {
  /**
   * How many of the customer's last signals its dossier has; none if not said.
   */
  journey?: number;
  /**
   * By what it was decided who gets the case, how, and who was passed over.
   */
  route?: boolean;
  /**
   * The topics that these words touch.
   */
  topics?: boolean;
  /**
   * The customer's own words, for as long as `privacy.retain` says.
   */
  verbatim?: boolean;
}
/**
 * How a case may be closed beside by the customer's confirmation.
 */
export interface CloseSpec {
  /**
   * How the customer is asked: free text for the host, such as `survey`.
   */
  ask?: string | null;
  /**
   * A person closes it once the customer's word is there, by the command `close`: until then it is
   * resolved. The word closes it by itself if not said.
   */
  by_hand?: boolean;
  /**
   * How long after the question silence counts as undisputed. Without it, it never does.
   */
  undisputed_after?: Span | null;
  /**
   * The attempts after which a customer counts as unreachable. Without it, never.
   */
  unreachable_after?: UnreachableSpec | null;
  /**
   * The roles that may waive the customer's word.
   */
  waive?: string[];
}
/**
 * The attempts after which a customer counts as unreachable.
 */
export interface UnreachableSpec {
  /**
   * How many attempts that reached nobody.
   */
  attempts: number;
  /**
   * How much time must lie between the first and the last.
   */
  over: Span;
}
/**
 * A step of escalation: one cause, and whom it calls for. It is taken once in the life of a case, and
 * never while the case is resolved.
 */
export interface EscalateSpec {
  /**
   * A target whose time is up, or the name of another step that nobody has acted on since.
   */
  after?: string | null;
  /**
   * How long the case is open.
   */
  age?: Span | null;
  /**
   * Whether the case is given to them.
   */
  assign?: boolean;
  /**
   * The calendar of `wait` and `age`, as that of a target. If not said: after a target, the target's;
   * else `always`.
   */
  calendar?: string | null;
  /**
   * How often the customer disputed what we had resolved.
   */
  disputed?: number | null;
  /**
   * Its name; what it waits for if not said, such as `after acknowledge` or `reopened 2`.
   */
  id?: string | null;
  /**
   * How many promises are broken.
   */
  promises_broken?: number | null;
  /**
   * How often it was reopened.
   */
  reopened?: number | null;
  /**
   * Whom: a role, sought in the case's unit and those above; a unit's id, for whoever manages it; or
   * `up`, for whoever manages the unit above the one last called for. Never the person who has the
   * case.
   */
  to: string;
  /**
   * How much later, if it is still so; at once if not said. A step after another needs it.
   */
  wait?: Span | null;
}
/**
 * When to warn of something that has a due of its own.
 */
export interface DueSpec {
  /**
   * The calendar: an id, `unit` (that of the unit that has the case), or `always`, which is the default.
   */
  calendar?: string;
  /**
   * How long before, in time of the calendar; at once where it was due sooner than that.
   */
  warn?: Span | null;
}
/**
 * What must be on record before a command.
 */
export interface RequireSpec {
  /**
   * Before it is resolved.
   */
  resolve?: Requirement[];
}
/**
 * A state of a case: what people call it, and what it is made of. Its name in every format stays, and so
 * do the ways in and out of it: a sub-state has none of its own.
 */
export interface StateSpec {
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * Its sub-states, by name: the command `place` puts a case into one, and whatever changes the state
   * takes it out.
   */
  sub_states?: {
    [k: string]: SubStateSpec;
  };
}
/**
 * A sub-state.
 */
export interface SubStateSpec {
  /**
   * Its name for people.
   */
  label?: Label | null;
}
/**
 * A service-level target.
 */
export interface TargetSpec {
  /**
   * Other lengths for some priorities, segments and units.
   */
  by?: By;
  /**
   * The calendar: an id, `unit` (that of the unit that has the case at the time), or `always`, which is
   * the default.
   */
  calendar?: string;
  /**
   * What its clock does when the case is reopened, of `resolve` and `tell_customer`; goes on if not
   * said.
   */
  on_reopen?: OnReopen & string;
  /**
   * The states in which its clock stands: `waiting.customer` and the like.
   */
  pause_when?: string[];
  /**
   * How long before a breach to warn.
   */
  warn?: Span | null;
  /**
   * How long it may take, in time of the calendar.
   */
  within: Span;
}
/**
 * Other lengths for some cases: the first that is named counts, in the order in which these stand.
 */
export interface By {
  /**
   * By priority.
   */
  priority?: {
    [k: string]: Span;
  };
  /**
   * By segment of the customer, as judged when the case was opened; of several, the shortest.
   */
  segment?: {
    [k: string]: Span;
  };
  /**
   * By the unit in which the case was opened, or else the nearest above it. A transfer changes
   * nothing.
   */
  unit?: {
    [k: string]: Span;
  };
}
/**
 * A channel.
 */
export interface ChannelSpec {
  /**
   * Its name for people.
   */
  label?: Label | null;
}
export interface FullField {
  decimals?: number | null;
  label?: Label | null;
  one_of?: string[] | null;
  type: FieldType;
}
/**
 * Who gets what no route leads anywhere.
 */
export interface FallbackSpec {
  /**
   * The role sought there, and in the units above; any role of the middle level if not said.
   */
  role?: string | null;
  /**
   * A unit's id.
   */
  to: string;
}
/**
 * A level that a metric is to come to by a day, the same for every level of the organisation.
 */
export interface GoalSpec {
  /**
   * What it is to come to at least.
   */
  at_least?: number | null;
  /**
   * What it is to come to at most.
   */
  at_most?: number | null;
  /**
   * The units that share it, each below the one before it; each answers for itself and all units below.
   */
  cascade: string[];
  /**
   * The day by whose end it is to be there.
   */
  due: string;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The metric: one definition for all units of the cascade.
   */
  metric: string;
  /**
   * The fewest answers that are judged; 30 if not said.
   */
  min_n?: number | null;
  /**
   * How long before the due day, or before now where that is earlier, answers count; all if not said.
   */
  over?: Span | null;
  /**
   * What it is to come to, on the metric's own scale: at least, or at most where low is better. A goal says just
   * one of this, `at_least` and `at_most`.
   */
  target?: number | null;
}
/**
 * The customer's path towards a goal.
 */
export interface JourneySpec {
  /**
   * The condition on the signal that ends an instance, as its last.
   */
  ends?: string | null;
  /**
   * How long without any signal of an instance ends it.
   */
  gap?: Span | null;
  /**
   * The field whose value tells its instances apart, such as a claim's number; one at a time for each
   * customer if not said.
   */
  key?: string | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * What decides loyalty on it.
   */
  moments_of_truth?: {
    [k: string]: MomentSpec;
  };
  /**
   * Its phases, in order.
   */
  stages: StageSpec[];
  /**
   * The condition on the signal that begins an instance; the first signal of the journey if not said.
   */
  starts?: string | null;
}
/**
 * A moment of truth: at a touch point, or seen by a rule. One by a rule with `absent` is that something
 * does not happen.
 */
export interface MomentSpec {
  /**
   * The touch point at which it happens.
   */
  at?: string | null;
  /**
   * Its rank by our own judgement, from 1.
   */
  declared_rank?: number | null;
  /**
   * What is promised.
   */
  expect?: ExpectSpec | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The rule that sees it.
   */
  rule?: string | null;
}
/**
 * What we promise at a stage or moment of truth, with what we promise some segments instead.
 */
export interface ExpectSpec {
  /**
   * The most contacts that it takes.
   */
  contacts?: number | null;
  /**
   * The condition that a signal of it satisfies where it went well.
   */
  outcome?: string | null;
  /**
   * What is promised to segments instead, by segment; of several that hold, the first by name that
   * says anything of a part decides about that part.
   */
  segments?: {
    [k: string]: SegmentExpectSpec;
  };
  /**
   * How soon. A stage is to be over this long after it began; a moment of truth at a touch point is to
   * come this long after the journey began; what the absence of a moment by rule waits for is to come
   * this long after its trigger, instead of the rule's own `within`.
   */
  within?: Span | null;
}
/**
 * What a segment is promised instead; what is left out is as for everybody.
 */
export interface SegmentExpectSpec {
  /**
   * The most contacts that it takes.
   */
  contacts?: number | null;
  /**
   * The condition that a signal of it satisfies where it went well.
   */
  outcome?: string | null;
  /**
   * How soon.
   */
  within?: Span | null;
}
/**
 * A phase of a journey, named from the customer's side.
 */
export interface StageSpec {
  /**
   * The units that answer for it.
   */
  accountable?: string[];
  /**
   * What is promised.
   */
  expect?: ExpectSpec | null;
  /**
   * Its id.
   */
  id: string;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The metric that it is judged by.
   */
  metric?: string | null;
  /**
   * Its touch points.
   */
  touch_points?: string[];
}
/**
 * A kind of signal.
 */
export interface KindSpec {
  /**
   * The fields it may carry; where left out, any declared field.
   */
  fields?: string[] | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * How late it may come and still count in patterns; that of the program if not said.
   */
  lateness?: Span | null;
  /**
   * Whom it is about; the customer if not said. One about an employee names them, and joins no pattern
   * of the customer.
   */
  subject?: KindSubject | null;
}
/**
 * A metric.
 */
export interface MetricSpec {
  /**
   * Which end of the scale is the better one: for `ces`, which needs it, and for `top_box`, `bottom_box`,
   * `mean`, `median`, `points` and `gap`; high if not said.
   */
  better?: Better | null;
  /**
   * For `bottom_box`, how many of the worst answers count; 2 if not said.
   */
  bottom_box?: number | null;
  /**
   * Fields to break it down by, beside stage, touch point, channel and unit; in the build for data also
   * `respondent_role` and `segment`.
   */
  by?: string[];
  /**
   * For a `gap`, the field with what was expected.
   */
  expected?: string | null;
  /**
   * How answers become a number.
   */
  kind: MetricKind;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The field with the answer; for a rate, a condition.
   */
  of: string;
  /**
   * For a `share`, the answers that count.
   */
  one_of?: Value[];
  /**
   * For a rate, the condition on the signals that count; all signals if not said.
   */
  out_of?: string | null;
  /**
   * For `points`, what each answer is worth. An answer that stands in none is left out, and counted as
   * left out.
   */
  points?: {
    [k: string]: number;
  };
  /**
   * The lowest and highest answer; `[0, 10]` for NPS if not said. An answer outside it is refused.
   *
   * @minItems 2
   * @maxItems 2
   */
  scale?: [number, number] | null;
  /**
   * The survey whose answers count; those to any if not said. An answer is of the survey that the text
   * field `survey` of its signal names; where it names none, of the one survey that asks for `of`, if there
   * is just one.
   */
  survey?: string | null;
  /**
   * For CSAT and `top_box`, how many of the best answers count; 2 if not said.
   */
  top_box?: number | null;
  /**
   * The number that says how much an answer counts: a field, or a customer attribute (`customer.weight`).
   * An answer without one is left out, and counted as left out.
   */
  weight?: string | null;
  /**
   * For a `share`, the condition that answers satisfy which count.
   */
  when?: string | null;
}
/**
 * What becomes of notices. Without it, the engine forgets a notice once it has come out.
 */
export interface NoticesSpec {
  /**
   * What is gathered, for whom, and when they get it.
   */
  digests?: {
    [k: string]: DigestSpec;
  };
  /**
   * How long it can be told that a notice was delivered, read or acted on; 30 days if not said.
   */
  remember?: Span;
}
/**
 * Notices that come together, once a day or once a week. Of several digests that would gather a notice,
 * the first by id does.
 */
export interface DigestSpec {
  /**
   * The time of day in the program's time zone, such as `08:00`.
   */
  at: string;
  /**
   * How often.
   */
  every: DigestEvery;
  /**
   * The notices that it gathers; they are not to be delivered by themselves.
   */
  kinds: NoticeKind[];
  /**
   * The day of a weekly one: `mon` to `sun`; Monday if not said.
   */
  on?: string | null;
  /**
   * The roles of those who get it.
   */
  roles: string[];
}
/**
 * Something that customers do later, which a metric may go with: a renewal, what they spend, a return.
 */
export interface OutcomeSpec {
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The field of that signal that says what came: a bool, or a number. That the signal came at all, if
   * not said.
   */
  value?: string | null;
  /**
   * The condition on the signal that tells it.
   */
  when: string;
  /**
   * How long after an answer it still counts as coming after it.
   */
  within: Span;
}
/**
 * Whom we may speak to, and what is kept and told of anybody.
 */
export interface PrivacySpec {
  /**
   * The bool field, or customer attribute, that says whether the customer may be contacted.
   * Without it nobody is: no notice goes to a customer.
   */
  contact_consent?: string | null;
  /**
   * Groups of fewer answers are withheld wherever a metric is told by groups, with as many others as it
   * takes that none is told by a difference.
   */
  min_n?: number | null;
  /**
   * How long what is private is kept.
   */
  retain?: RetainSpec;
}
/**
 * How long what is private is kept.
 */
export interface RetainSpec {
  /**
   * How long after a signal its words are kept on the case that it opened; for good if not said.
   */
  verbatim?: Span | null;
}
/**
 * A limit on invitations to surveys: at most so many within a rolling window (t − within, t].
 */
export interface QuarantineSpec {
  /**
   * The surveys that it does not cover: their invitations are neither held back nor counted.
   */
  except?: Names | null;
  /**
   * How many are sent.
   */
  invitations: number;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * What they are counted by: `customer`, `respondent`, `survey`, another part of a signal, or a
   * field; one or a list. An invitation that lacks one of them is not limited.
   */
  per: Names;
  /**
   * The surveys that it covers; all if not said.
   */
  surveys?: Names | null;
  /**
   * The length of the window.
   */
  within: Span;
}
/**
 * A report on each unit and period, and by when it is to be reviewed.
 */
export interface ReportSpec {
  /**
   * What it tells apart.
   */
  by?: ReportBy & string;
  /**
   * Local periods: `P1D`, `P7D` (from Monday), `P1M`, `P3M` or `P1Y`.
   */
  every: Span;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The metrics that it shows.
   */
  metrics: string[];
  /**
   * How long after the end of the period it is to be reviewed; nobody is held to it if not said.
   */
  review_by?: Span | null;
  /**
   * The roles whose people are to review it, in the unit that it is about.
   */
  to: Names;
  /**
   * How many customers it lets speak for themselves.
   */
  voices?: number;
}
/**
 * A role that people hold in units.
 */
export interface RoleSpec {
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * Its level.
   */
  level: Level;
  /**
   * What the people who hold it see; nothing of what is not said.
   */
  sees?: SeesSpec;
}
/**
 * What the people who hold a role see.
 */
export interface SeesSpec {
  /**
   * Which cases; those whose verbatims they see if not said.
   */
  cases?: Scope | null;
  /**
   * Whose numbers: `unit`, `subtree`, `company` or `none`.
   */
  numbers?: Scope & string;
  /**
   * Of which cases what was said and written, in the words of whoever said it.
   */
  verbatims?: Scope & string;
}
/**
 * A rule of routing.
 */
export interface RouteSpec {
  /**
   * A unit that gets a copy: as `to`.
   */
  copy?: string | null;
  /**
   * Where to go where `to` is absent: as `to`.
   */
  else?: string | null;
  /**
   * The condition under which it is taken; always if not said.
   */
  if?: string | null;
  /**
   * The role sought there, and in the units above; any role of the middle level if not said.
   */
  role?: string | null;
  /**
   * `unit` (the one that served the customer), `owner` (of the touch point), `accountable` (for the
   * stage of the signal or of its touch point: the first holds the case, the others get a copy),
   * `account` (whoever has the customer's account), a unit's id, or a text field or attribute
   * (`customer.agent_code`) that holds one.
   */
  to: string;
}
/**
 * When to raise an alert.
 *
 * It looks at the signals that satisfy `when`, at the alerts of another rule (`alert`), or at a
 * `metric`. One pattern may stand beside `when` or `alert`; without one it fires at each.
 */
export interface RuleSpec {
  /**
   * With `metric`: it fires when the number is higher than this, in the metric's own unit.
   */
  above?: number | null;
  /**
   * A pattern: something that did not follow.
   */
  absent?: AbsentSpec | null;
  /**
   * Instead of `when`: the rule whose alerts it looks at. Each takes its place right after its
   * last signal; suppressed ones count.
   */
  alert?: string | null;
  /**
   * With `metric`: it fires when the number is lower than this, in the metric's own unit.
   */
  below?: number | null;
  /**
   * With `metric`: the groups judged each by itself, by `stage`, `touch_point`, `channel`, `unit`,
   * `segment` or a field of the metric's own `by`; all together if not said.
   */
  by?: string[];
  /**
   * A pattern: a value that moved from the one before. With `metric`: a number that moved from
   * the period before.
   */
  change?: ChangeSpec | null;
  /**
   * With `below` or `above`: the number that must be reached again before it can fire once more;
   * the level itself if not said.
   */
  clear?: number | null;
  /**
   * With `metric`: the confidence that the number itself lies beyond the level, between 0 and 1;
   * the estimate alone decides if not said. With `change: {significant: true}`, 0.95 if not said.
   */
  confidence?: number | null;
  /**
   * A pattern: so many within a window.
   */
  count?: CountSpec | null;
  /**
   * A pattern: each k-th. With `metric`: how often it is judged, `P1D`, `P1W` or `P1M`, at the
   * end of the local day, week (from Monday) or month.
   */
  every?: Every | null;
  /**
   * With `confidence`: what it holds for; `groups` if not said.
   */
  family?: Family | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * Instead of `when`: the metric that it judges at the ends of periods.
   */
  metric?: string | null;
  /**
   * With `metric`: the fewest answers that it is judged on; 30 if not said.
   */
  min_n?: number | null;
  /**
   * A pattern: the one that is the k-th of the customer's life.
   */
  nth?: NthSpec | null;
  /**
   * With `metric`: the length of the window that ends with the period, in whole days, weeks,
   * months or years; that of `every` if not said.
   */
  over?: Span | null;
  /**
   * What to raise; `{}` is an alert and no case.
   */
  raise?: RaiseSpec;
  /**
   * A pattern: steps, one after another. It stands instead of `when`.
   */
  sequence?: SequenceSpec | null;
  /**
   * Whether its alerts are held back until nothing within `lateness` can change them.
   */
  settle?: boolean;
  /**
   * Whether its alerts are counted and raise nothing.
   */
  shadow?: boolean;
  /**
   * A pattern: nothing at all from the customer for this long; where `when` is said, after a
   * signal that satisfies it.
   */
  silence?: Span | null;
  /**
   * A pattern: so many in a row.
   */
  streak?: StreakSpec | null;
  /**
   * The rules whose alerts at the same signal give way to this one's.
   */
  supersedes?: string[];
  /**
   * The condition on a signal.
   */
  when?: string | null;
}
/**
 * Something that did not follow a signal in time.
 */
export interface AbsentSpec {
  /**
   * Instead of `when`: the rule whose alert was to come.
   */
  alert?: string | null;
  /**
   * Only what has the same value of this field, or part of a signal, is what was to come.
   */
  same?: string | null;
  /**
   * The condition on the signal that was to come.
   */
  when?: string | null;
  /**
   * How soon it had to come; at the deadline is too late.
   */
  within: Span;
}
/**
 * A value that moved: of a field, or with `metric` the number itself.
 */
export interface ChangeSpec {
  /**
   * How far, in the unit of the field or metric: −3 is down by three or more, 3 up.
   */
  by?: number | null;
  /**
   * The field, an int or a number. Not with `metric`.
   */
  field?: string | null;
  /**
   * Only values of signals of the same value of this field, or part of a signal, are held against
   * each other. Not with `metric`.
   */
  same?: string | null;
  /**
   * Only with `metric`: whether the difference must be significant at `confidence`.
   */
  significant?: boolean;
  /**
   * Since which value; the previous one if not said. Not with `metric`.
   */
  since?: Since | null;
}
/**
 * So many within a rolling window (t − within, t], or within the local period that holds t.
 */
export interface CountSpec {
  /**
   * It fires at the signal that brings the count from below this to this.
   */
  at_least: number;
  /**
   * Instead of `within`: the period of the calendar.
   */
  calendar?: Period | null;
  /**
   * Different values of this field, or part of a signal, are counted instead of signals.
   */
  distinct?: string | null;
  /**
   * Only signals of the same value of this field, or part of a signal, count together.
   */
  same?: string | null;
  /**
   * The length of the rolling window.
   */
  within?: Span | null;
}
export interface FullNth {
  /**
   * Which one, from 1.
   */
  k: number;
  /**
   * Only signals of the same value of this field, or part of a signal, count together.
   */
  same?: string | null;
  /**
   * The int attribute of the customer that says how many there were before the first signal we
   * hold; none if absent.
   */
  seed?: string | null;
}
/**
 * What a rule raises.
 */
export interface RaiseSpec {
  /**
   * The type of case to open, or to join where the customer has an unclosed one.
   */
  case?: string | null;
  /**
   * Whom to tell too: as `to`.
   */
  copy?: string | null;
  /**
   * Whether it is praise instead of a concern.
   */
  praise?: boolean;
  /**
   * The case's priority; the first of its type if not said.
   */
  priority?: string | null;
  /**
   * Whom to tell instead of what `routes` say: `employee`, `unit`, `owner`, `accountable`, `account`,
   * a unit's id, or a role in the unit that served the customer.
   */
  to?: string | null;
}
/**
 * Steps, one after another.
 */
export interface SequenceSpec {
  /**
   * All steps have the same value of this field, or part of a signal.
   */
  same?: string | null;
  /**
   * The steps, in order; at least two.
   */
  steps: StepSpec[];
  /**
   * A condition: a signal that satisfies it between the first step and the last ends the attempt.
   */
  unless?: string | null;
  /**
   * The longest time from the first step to the last, itself excluded.
   */
  within: Span;
}
/**
 * A step of a sequence: a signal that satisfies `when`, or an alert of the rule `alert`.
 */
export interface StepSpec {
  /**
   * Instead of `when`: the rule whose alert it takes.
   */
  alert?: string | null;
  /**
   * The longest time since the step before, itself excluded; any within the sequence if not said.
   */
  gap?: Span | null;
  /**
   * The condition on a signal.
   */
  when?: string | null;
}
/**
 * So many in a row.
 */
export interface StreakSpec {
  /**
   * How many.
   */
  k: number;
  /**
   * The condition that each of the last k that the rule looks at satisfies.
   */
  of: string;
  /**
   * Only signals of the same value of this field, or part of a signal, stand in a row.
   */
  same?: string | null;
}
/**
 * A limit on alerts: at most so many raised within a rolling window (t − within, t]; the others are
 * suppressed, and recorded. A concern is never suppressed where no case of its type is open.
 */
export interface SuppressSpec {
  /**
   * How many are raised.
   */
  alerts: number;
  /**
   * The rules that it does not cover: their alerts are neither suppressed nor counted.
   */
  except?: Names | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * What they are counted by: `customer`, `respondent`, `rule`, another part of a signal, or a
   * field; one or a list. An alert that lacks one of them is not limited.
   */
  per: Names;
  /**
   * The rules that it covers; all if not said.
   */
  rules?: Names | null;
  /**
   * The length of the window.
   */
  within: Span;
}
/**
 * A survey.
 */
export interface SurveySpec {
  /**
   * For a transactional one, the kind of signal after which it is sent.
   */
  after?: string | null;
  /**
   * How long after that signal; at once if not said.
   */
  delay?: Span | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * Its questions, by the field that holds the answer.
   */
  questions?: {
    [k: string]: QuestionSpec;
  };
  /**
   * What it is about.
   */
  type: SurveyType;
}
/**
 * A question.
 */
export interface QuestionSpec {
  /**
   * The lowest and highest answer, for a question on a scale.
   *
   * @minItems 2
   * @maxItems 2
   */
  scale?: [number, number] | null;
  /**
   * Its words, or its words by language.
   */
  text: Label;
}
/**
 * An interaction with the customer.
 */
export interface TouchPointSpec {
  /**
   * The channels in which it is offered.
   */
  channels?: string[];
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The touch points that it needs upstream.
   */
  needs?: string[];
  /**
   * The unit that answers for its design.
   */
  owner?: string | null;
}
/**
 * A unit of the organisation.
 */
export interface UnitSpec {
  /**
   * Its business hours; those of the nearest unit above if not said.
   */
  calendar?: string | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The unit above it.
   */
  parent?: string | null;
  /**
   * Who runs it; we do if not said.
   */
  party?: Party & string;
}
/**
 * One thing that a score is used for.
 */
export interface UseSpec {
  /**
   * What it is used for.
   */
  for: Purpose;
  /**
   * The metric.
   */
  metric: string;
  /**
   * Those whom it touches by name, whatever their role: by their ids in the roster.
   */
  people?: string[];
  /**
   * The roles of the people whom it touches.
   */
  roles?: string[];
}
/**
 * A signal is taken back; it may come before the signal.
 */
export interface Retract {
  /**
   * The id of the input that brought the signal.
   */
  signal: string;
}
/**
 * Somebody has reviewed the report of a unit on a period.
 */
export interface Reviewed {
  /**
   * When.
   */
  at: Time;
  /**
   * The person, by id.
   */
  by: string;
  /**
   * The first day of the period that it is about.
   */
  period: string;
  /**
   * The report, as the program declares it.
   */
  report: string;
  /**
   * The unit that it is about.
   */
  unit: string;
}
/**
 * Who works where, from an instant on; it replaces the roster before it.
 */
export interface Roster {
  /**
   * Since when it holds.
   */
  at: Time;
  /**
   * The people, by id.
   */
  people: {
    [k: string]: Person;
  };
}
/**
 * A person of the roster.
 */
export interface Person {
  /**
   * They are away from then on; where only `absent_until` is said, they are away already.
   */
  absent_from?: Time | null;
  /**
   * They are away until then; where only `absent_from` is said, for good.
   */
  absent_until?: Time | null;
  /**
   * How many open cases they can have at once; no limit if not said.
   */
  capacity?: number | null;
  /**
   * Who stands in for them.
   */
  deputy?: string | null;
  /**
   * What customers call them. Praise in whose words one of these stands is for them too.
   */
  names?: string[];
  /**
   * Their role there.
   */
  role: string;
  /**
   * The units in which they work.
   */
  units: string[];
}
/**
 * One thing that a customer said or did, or that we measured.
 */
export interface Signal {
  /**
   * When it happened.
   */
  at: Time;
  /**
   * What is known of the customer as of this signal, by declared attribute.
   */
  attributes?: {
    [k: string]: Value;
  };
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * The customer's opaque key. Without one it counts in metrics and may alert a unit.
   */
  customer?: string | null;
  /**
   * The person who served the customer.
   */
  employee?: string | null;
  /**
   * Answers and facts, by declared field.
   */
  fields?: {
    [k: string]: Value;
  };
  /**
   * Its kind, such as `response` or `contact`.
   */
  kind: string;
  /**
   * Who spoke, where an account has several.
   */
  respondent?: string | null;
  /**
   * In which role they spoke.
   */
  respondent_role?: string | null;
  /**
   * The stage of the journey; that of the touch point if not said and there is just one.
   */
  stage?: string | null;
  /**
   * The interaction that it is about.
   */
  touch_point?: string | null;
  /**
   * The unit that served the customer.
   */
  unit?: string | null;
  /**
   * The customer's own words.
   */
  verbatim?: string | null;
}
/**
 * Time has passed, for every customer.
 */
export interface Tick {
  /**
   * The time that it is.
   */
  at: Time;
}
/**
 * A mapping file.
 */
export interface Mapping {
  /**
   * Texts that stand for nothing, such as `?` or `N/A`, beside the empty one.
   */
  absent?: string[];
  /**
   * Our names for the columns of the file.
   */
  columns: {
    [k: string]: ColumnSpec;
  };
  /**
   * Values made of columns.
   */
  derive?: {
    [k: string]: DeriveSpec;
  };
  /**
   * The value that identifies a row, such as `$ticket`, instead of its number.
   */
  id?: string | null;
  /**
   * What each row brings: inputs, with `$name` for its values.
   */
  inputs: TemplateSpec[];
  /**
   * Conditions to count rows by; they never refuse one.
   */
  notes?: {
    [k: string]: string;
  };
  /**
   * The name of the source: the id of its seventeenth row is `source#0000017`.
   */
  source?: string | null;
  /**
   * How columns of type time are written.
   */
  time?: TimeSpec;
  /**
   * The version of the format: 1.
   */
  voc_map: number;
}
export interface FullColumn {
  absent?: string[];
  format?: string | null;
  from: string;
  time_zone?: string | null;
  type?: ColumnType;
  values?: {
    [k: string]: Value;
  } | null;
}
/**
 * An input, and the condition under which a row brings it.
 */
export interface TemplateSpec {
  command?: Part | null;
  customer?: Part | null;
  /**
   * Its id; made of the row's id if not said.
   */
  id?: Part | null;
  /**
   * The condition on the row; always if not said.
   */
  if?: string | null;
  received?: Part | null;
  retract?: Part | null;
  revision?: Part | null;
  roster?: Part | null;
  signal?: Part | null;
  tick?: Part | null;
  voc?: Part | null;
}
/**
 * As in an input, with `$name` in place of values.
 */
export interface Part {
  [k: string]: unknown;
}
/**
 * How times are written.
 */
export interface TimeSpec {
  /**
   * A format of `strftime`, such as `%m/%d/%Y`; RFC 3339 if not said. A date is its first instant.
   */
  format?: string | null;
  /**
   * The IANA time zone of times that name none.
   */
  time_zone?: string | null;
}
/**
 * A program file.
 */
export interface Program {
  /**
   * Who has a customer's account: where routes to `account` lead.
   */
  account?: AccountSpec | null;
  /**
   * Business hours.
   */
  calendars?: {
    [k: string]: CalendarSpec;
  };
  /**
   * The types of case: how each is followed up.
   */
  cases?: {
    [k: string]: CaseSpec;
  };
  /**
   * The channels; where left out, any channel is accepted.
   */
  channels?: {
    [k: string]: ChannelSpec;
  };
  /**
   * What we know of a customer: `customer.x` in conditions.
   */
  customer?: {
    [k: string]: FieldSpec;
  };
  /**
   * Who gets what no route leads anywhere; nobody if not said.
   */
  fallback?: FallbackSpec | null;
  /**
   * The fields that signals carry.
   */
  fields?: {
    [k: string]: FieldSpec;
  };
  /**
   * What metrics are to come to, by when, and who shares that.
   */
  goals?: {
    [k: string]: GoalSpec;
  };
  /**
   * The customer's paths.
   */
  journeys?: {
    [k: string]: JourneySpec;
  };
  /**
   * The kinds of signal; where left out, any kind is accepted.
   */
  kinds?: {
    [k: string]: KindSpec;
  };
  /**
   * How late a signal may come and still count in patterns; two days if not said.
   */
  lateness?: Span;
  /**
   * Signals before this date (or time) build state, and raise no case and no notice.
   */
  live_from?: string | null;
  /**
   * Answers made into numbers.
   */
  metrics?: {
    [k: string]: MetricSpec;
  };
  /**
   * The name of the program.
   */
  name: string;
  /**
   * What becomes of notices.
   */
  notices?: NoticesSpec | null;
  /**
   * What the company is after: what customers do later.
   */
  outcomes?: {
    [k: string]: OutcomeSpec;
  };
  /**
   * Whom we may speak to, and what is kept and told of anybody.
   */
  privacy?: PrivacySpec;
  /**
   * How often a customer is asked.
   */
  quarantine?: {
    [k: string]: QuarantineSpec;
  };
  /**
   * The reports on units, and who reviews them.
   */
  reports?: {
    [k: string]: ReportSpec;
  };
  /**
   * The roles in which somebody answers for an account; where left out, any.
   */
  respondent_roles?: string[];
  /**
   * The roles that people hold in units.
   */
  roles?: {
    [k: string]: RoleSpec;
  };
  /**
   * Who gets an alert: the first route whose `if` holds.
   */
  routes?: RouteSpec[];
  /**
   * When to raise an alert.
   */
  rules?: {
    [k: string]: RuleSpec;
  };
  /**
   * Named conditions: `segment("…")`.
   */
  segments?: {
    [k: string]: string;
  };
  /**
   * How often alerts are raised.
   */
  suppress?: {
    [k: string]: SuppressSpec;
  };
  /**
   * What customers are asked.
   */
  surveys?: {
    [k: string]: SurveySpec;
  };
  /**
   * The IANA time zone of its days and months; UTC if not said.
   */
  time_zone?: string;
  /**
   * Words and phrases by topic: `topic("…")`. Whole words, whatever their case.
   */
  topics?: {
    [k: string]: string[];
  };
  /**
   * The interactions; where left out, any touch point is accepted.
   */
  touch_points?: {
    [k: string]: TouchPointSpec;
  };
  /**
   * The tree of units; where left out, any unit is accepted and stands alone.
   */
  units?: {
    [k: string]: UnitSpec;
  };
  /**
   * What each score is used for: a register. Beside it stands whether a score can be trusted.
   */
  uses?: UseSpec[];
  /**
   * The version of the format: 1.
   */
  voc: number;
}
/**
 * The answers of the engine, gathered so that one schema holds them.
 */
export interface Results {
  activity_row: ActivityRow;
  alert_row: AlertRow;
  allowed: Allowed;
  behaviour: Behaviour;
  behaviour_query: BehaviourQuery;
  between: Between;
  canvas: Canvas;
  case: Case;
  case_event: CaseEvent;
  cause_row: CauseRow;
  clock: Clock;
  clock_state: ClockState;
  coaching_page: CoachingPage;
  comparison: Comparison;
  concern_row: ConcernRow;
  conformance: Conformance;
  consistency: Consistency;
  consistency_query: ConsistencyQuery;
  counts: Counts;
  deviations: Deviations;
  diagnostic: Diagnostic;
  dossier: Dossier;
  drivers: Drivers;
  duration_row: DurationRow;
  durations: Durations;
  effect: Effect;
  error: ErrorFields;
  estimate: Estimate;
  event_rate: EventRate;
  event_row: EventRow;
  experience_row: ExperienceRow;
  explanation: Explanation;
  first_signs: FirstSigns;
  fitness_row: FitnessRow;
  found_first: FoundFirst;
  found_query: FoundQuery;
  funnel_row: FunnelRow;
  gaming: Gaming;
  goals: Goals;
  group_row: GroupRow;
  hand_over_row: HandOverRow;
  heard_occasions: HeardOccasions;
  improvement: Improvement;
  instance_row: InstanceRow;
  invitation: Invitation;
  journey_map: JourneyMap;
  last_mile_row: LastMileRow;
  left_out: LeftOut;
  loop_health: LoopHealth;
  loop_row: LoopRow;
  mapped: Mapped;
  may_invite: MayInvite;
  metric_query: MetricQuery;
  metric_row: MetricRow;
  mix: Mix;
  moment_rank: MomentRank;
  need_row: NeedRow;
  next: Next;
  next_query: NextQuery;
  notice_row: NoticeRow;
  open_case: OpenCase;
  order_trend: OrderTrend;
  outcome_by_band: OutcomeByBand;
  outcome_query: OutcomeQuery;
  path_map: PathMap;
  placement: Placement;
  program_error: ProgramError;
  promise_standing: PromiseStanding;
  quadrant_row: QuadrantRow;
  rate_ratio: RateRatio;
  recognition_row: RecognitionRow;
  recovered: Recovered;
  recovered_query: RecoveredQuery;
  refused: Refused;
  reorganisation: Reorganisation;
  repeat_row: RepeatRow;
  retention_row: RetentionRow;
  review_row: ReviewRow;
  scorecard: Scorecard;
  seen_case: SeenCase;
  several: Several;
  stage_scores: StageScores;
  stages_behaviour: StagesBehaviour;
  stages_query: StagesQuery;
  stop_row: StopRow;
  stratified: Stratified;
  survivals: Survivals;
  time_lost_row: TimeLostRow;
  transition_row: TransitionRow;
  trend: Trend;
  unassigned_row: UnassignedRow;
  unit_report: UnitReport;
  unit_value: UnitValue;
  use_row: UseRow;
  variant_row: VariantRow;
  voices: Voices;
  voices_query: VoicesQuery;
  weighted: Weighted;
  why_not: WhyNot;
}
/**
 * One activity over all instances.
 */
export interface ActivityRow {
  /**
   * Its name.
   */
  activity: string;
  /**
   * How often it followed itself directly.
   */
  again: number;
  /**
   * Of the instances that reach it, the share that go no further: they end with it. With Wilson's
   * interval.
   */
  drop_off: Estimate;
  /**
   * How many instances begin with it.
   */
  first: number;
  /**
   * In how many instances.
   */
  instances: number;
  /**
   * How many instances end with it.
   */
  last: number;
  /**
   * How often it happened.
   */
  n: number;
  /**
   * In how many instances it happened more than once.
   */
  repeated: number;
}
/**
 * A standing alert, and what became of it.
 */
export interface AlertRow {
  /**
   * When.
   */
  at: Time;
  /**
   * The case that it opened or joined.
   */
  case?: string | null;
  /**
   * The customer; absent where the signal has none.
   */
  customer?: string | null;
  /**
   * Its id.
   */
  id: string;
  /**
   * Concern or praise.
   */
  kind: AlertKind;
  /**
   * The person who does.
   */
  person?: string | null;
  /**
   * The rule.
   */
  rule: string;
  /**
   * The signals behind it, in order.
   */
  signals: string[];
  /**
   * The unit that answers for it.
   */
  unit?: string | null;
}
/**
 * Whether a person may give a command now, why not, and what it brings.
 */
export interface Allowed {
  /**
   * Whether it may be given.
   */
  allowed: boolean;
  /**
   * Why not, for programs.
   */
  code?: Code | null;
  /**
   * The command.
   */
  command: string;
  /**
   * What to do instead, where that is known.
   */
  hint?: string | null;
  /**
   * The fields that it must bring now.
   */
  needs?: string[];
  /**
   * Why not, for people.
   */
  reason?: string | null;
  /**
   * The fields that it may bring besides.
   */
  takes?: string[];
}
/**
 * A behaviour, as rates.
 */
export interface Behaviour {
  /**
   * What the numbers take for granted, in sentences.
   */
  assumptions: string[];
  /**
   * Signals that are in no group: they are left out.
   */
  no_group: number;
  /**
   * By group, in the order of their names.
   */
  rows: BehaviourRow[];
  /**
   * Signals that belong to nothing they could be a rate of: no signal of `per` before them has the same
   * value, or none is in their group. They are left out.
   */
  unlinked: number;
}
/**
 * A behaviour in one group.
 */
export interface BehaviourRow {
  /**
   * The p of the ratio, corrected for how many groups there are (Benjamini and Hochberg).
   */
  adjusted?: number | null;
  /**
   * The group; absent where nothing is told apart.
   */
  group?: string | null;
  /**
   * How often, for each signal of `per`, or each `every` of a customer.
   */
  rate: EventRate;
  /**
   * The rate by that of all other groups together; absent where there are none.
   */
  ratio?: RateRatio | null;
  /**
   * Of those of `per`, the share with at least one; only with `same`. With Wilson's interval.
   */
  share?: Estimate | null;
}
/**
 * A rate of events: so many for each unit of exposure, such as an order or a customer's month.
 */
export interface EventRate {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * How many events.
   */
  events: number;
  /**
   * The exposure.
   */
  exposure: number;
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * The lower end of the interval, exact of events that come singly and independently: F. Garwood,
   * Biometrika 28 (1936) 437–442.
   */
  low?: number | null;
  /**
   * Events by exposure; absent without exposure.
   */
  value?: number | null;
}
/**
 * One rate by another.
 */
export interface RateRatio {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * The events of both.
   *
   * @minItems 2
   * @maxItems 2
   */
  events: [number, number];
  /**
   * The exposure of both.
   *
   * @minItems 2
   * @maxItems 2
   */
  exposure: [number, number];
  /**
   * The upper end; absent without events in the second.
   */
  high?: number | null;
  /**
   * The lower end of the interval, exact given all events together: J. Przyborowski, H. Wilenski,
   * Biometrika 31 (1940) 313–323, with the limits of C. J. Clopper, E. S. Pearson, Biometrika 26 (1934)
   * 404–413. Absent without events.
   */
  low?: number | null;
  /**
   * The chance of so uneven a split where the rates are the same: twice the smaller side, as the interval
   * has it. Absent without events.
   */
  p?: number | null;
  /**
   * The first rate by the second; absent where the second has no events, or one no exposure.
   */
  value?: number | null;
}
/**
 * What is asked of a behaviour.
 */
export interface BehaviourQuery {
  /**
   * What it is told apart by: `channel`, `stage`, `party`, `segment`, a field, `customer.tier`; with
   * `every` only what is the customer's own.
   */
  by?: string | null;
  /**
   * The confidence of the intervals; 0.95 if not said.
   */
  confidence?: number;
  /**
   * The length of time that it is a rate of, for each customer: `P30D`. A customer's time runs from their
   * first signal.
   */
  every?: Span | null;
  /**
   * The condition on the signals that are counted, such as returns.
   */
  of: string;
  /**
   * The condition on the signals that it is a rate of, such as orders. Either this or `every`.
   */
  per?: string | null;
  /**
   * The field that says which of the signals of `per` it belongs to, such as an order's number: then it
   * counts in that one's group, and the share of those with any is told too.
   */
  same?: string | null;
}
/**
 * From the first time of one activity in an instance to the next time of another after it.
 */
export interface Between {
  /**
   * How long it took those that did; absent where none did.
   */
  durations?: Durations | null;
  /**
   * The activity before.
   */
  from: string;
  /**
   * Of the instances that reach the one, the share that come to the other after it. With Wilson's
   * interval.
   */
  reached: Estimate;
  /**
   * The activity after.
   */
  to: string;
}
/**
 * How long several things took, in microseconds of day and night.
 */
export interface Durations {
  /**
   * The longest.
   */
  max_us: number;
  /**
   * Their sum by their number.
   */
  mean_us: number;
  /**
   * The middle one; of an even number, the mean of the two in the middle.
   */
  median_us: number;
  /**
   * The shortest.
   */
  min_us: number;
  /**
   * How many.
   */
  n: number;
  /**
   * The shortest that nine tenths do not exceed (nearest rank).
   */
  p90_us: number;
}
/**
 * What a picture is drawn on.
 */
export interface Canvas {
  /**
   * What the ids of the picture begin with, so that they are unique on a page: a letter, then letters,
   * digits, `-` and `_`; `voc` if not said.
   */
  id_prefix?: string;
  /**
   * The language of labels that are given in several, such as `en` or `de-CH`; `en` if not said. Where
   * a label has no text in it, its first one stands.
   */
  language?: string;
  /**
   * The width in pixels, 280 to 4000; 800 if not said. The height is what the picture needs.
   */
  width?: number;
}
/**
 * The follow-up to one or more alerts of a customer.
 */
export interface Case {
  /**
   * The signal that opened it.
   */
  about: About;
  /**
   * The alerts behind it.
   */
  alerts: CaseAlert[];
  /**
   * When the pending question was put.
   */
  asked_at?: Time | null;
  /**
   * Its type, as the program declares it.
   */
  case_type: string;
  /**
   * The attempts to reach the customer, in order.
   */
  contacts: Contact[];
  /**
   * The customer; absent where nobody is known.
   */
  customer?: string | null;
  /**
   * How often the customer disputed what we had resolved or closed. One or more is a false
   * resolution, whatever comes after.
   */
  disputed: number;
  /**
   * Who was called for, and why.
   */
  escalations?: Escalation[];
  /**
   * No alert stands any more, but somebody has acted: look at it.
   */
  flagged: boolean;
  /**
   * Everything that happened to it, in order.
   */
  history: CaseEvent[];
  /**
   * Its id, derived from what opened it.
   */
  id: string;
  /**
   * The improvements that it is behind, by id.
   */
  improvements?: string[];
  /**
   * The case that it was merged into, in the state `merged`.
   */
  merged_into?: string | null;
  /**
   * When it was opened.
   */
  opened_at: Time;
  /**
   * The priority that it was opened with.
   */
  opened_priority: string;
  /**
   * The person who answers for it.
   */
  person?: string | null;
  /**
   * Its priority.
   */
  priority: string;
  /**
   * What we promised the customer.
   */
  promises?: Promise[];
  /**
   * How often it was reopened.
   */
  reopened: number;
  /**
   * How often it was resolved by us.
   */
  resolved: number;
  /**
   * The cause that was found.
   */
  root_cause?: string | null;
  /**
   * By what it was decided who gets it, when it was opened, where its type carries that.
   */
  routed?: Routed | null;
  /**
   * The value that its alerts have in common, by the rule's `same`.
   */
  same?: string | null;
  /**
   * The segments that it was opened in, as far as targets of its type tell them apart.
   */
  segments?: string[];
  /**
   * Where the work stands.
   */
  state: State;
  /**
   * The sub-state of its state, where it was put into one.
   */
  sub_state?: string | null;
  /**
   * How it was handed over.
   */
  transfers?: Transfer[];
  /**
   * The unit that answers for it.
   */
  unit?: string | null;
  /**
   * The customer's own word.
   */
  verdict: Verdict;
  /**
   * Who says that this is the verdict.
   */
  verdict_source?: string | null;
  /**
   * What it waits on, in the state `waiting`.
   */
  waiting_on?: WaitingOn | null;
  /**
   * Closed without the customer's word: by whom and why.
   */
  waiver?: Waiver | null;
}
/**
 * The signal that opened a case, as far as its follow-up needs it.
 */
export interface About {
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * The person who served the customer.
   */
  employee?: string | null;
  /**
   * Its fields.
   */
  fields?: {
    [k: string]: Value;
  };
  /**
   * Its kind.
   */
  kind?: string | null;
  /**
   * Who spoke.
   */
  respondent?: string | null;
  /**
   * The id of the input that brought it, where the case keeps any of its words.
   */
  signal?: string | null;
  /**
   * The stage.
   */
  stage?: string | null;
  /**
   * The topics that these words touch, by name.
   */
  topics?: string[];
  /**
   * The interaction.
   */
  touch_point?: string | null;
  /**
   * The unit that served the customer.
   */
  unit?: string | null;
  /**
   * The customer's own words; absent too where their time has passed.
   */
  verbatim?: string | null;
  /**
   * When these words are to be forgotten; never if not said.
   */
  verbatim_until?: Time | null;
}
/**
 * Somebody else called for.
 */
export interface Escalation {
  /**
   * When.
   */
  at: Time;
  /**
   * The person who called for them; absent where the program did.
   */
  by?: string | null;
  /**
   * When it turned out that the target had been met in time after all. The escalation stands.
   */
  overtaken_at?: Time | null;
  /**
   * Why.
   */
  reason: string;
  /**
   * The program's step of escalation.
   */
  step?: string | null;
  /**
   * The target whose time was up, where that is why.
   */
  target?: TargetName | null;
  /**
   * The person's id; absent where a unit is called for, or nobody was found.
   */
  to?: string | null;
  /**
   * The unit in which they were found, or which is called for as a whole.
   */
  unit?: string | null;
}
/**
 * The customer's word waived.
 */
export interface Waiver {
  /**
   * The person who waived it.
   */
  by: string;
  /**
   * Why.
   */
  reason: string;
}
/**
 * Cases that have something in common.
 */
export interface CauseRow {
  /**
   * How many cases.
   */
  cases: number;
  /**
   * Some of them, the newest first.
   */
  examples: string[];
  /**
   * What it is, by the names asked for; `null` where it is not known.
   */
  group: {
    [k: string]: string | null;
  };
  /**
   * How many of them are behind which improvement, by its id.
   */
  improvements: {
    [k: string]: number;
  };
  /**
   * Their share of all cases, with Wilson's interval.
   */
  share: Estimate;
  /**
   * How many of them are behind none.
   */
  unlinked: number;
}
/**
 * A stretch of a clock's time.
 */
export interface Interval {
  /**
   * Where it begins.
   */
  from: Time;
  /**
   * Why it counted, or did not.
   */
  kind: IntervalKind;
  /**
   * What the case waited on, where that stopped the clock.
   */
  on?: WaitingOn | null;
  /**
   * Where it ends.
   */
  to: Time;
  /**
   * How long the target may take from here on, in microseconds, where another priority changed that.
   */
  within_us?: number | null;
}
/**
 * The coaching of one employee as it stands at an instant.
 */
export interface CoachingPage {
  /**
   * What was agreed, in order, with what was seen before and later.
   */
  agreed: AgreementStanding[];
  /**
   * The employee, by id.
   */
  employee: string;
  /**
   * What was remarked, in order.
   */
  notes: Remark[];
  /**
   * What was seen of their work, in order.
   */
  observations: Observation[];
  /**
   * How often customers praised them: once for each alert of praise that stands.
   */
  recognition: number;
}
/**
 * What was agreed, and what was seen before and later. That one came after the other says nothing of
 * why.
 */
export interface AgreementStanding {
  /**
   * What, and by when.
   */
  action: Promise;
  /**
   * The signals behind what was seen until it was agreed.
   */
  before: string[];
  /**
   * The values of each field, side by side.
   */
  fields: {
    [k: string]: SideBySide;
  };
  /**
   * The signals behind what was seen later.
   */
  later: string[];
  /**
   * Who does it, by id.
   */
  owner: string;
  /**
   * Where it stands.
   */
  state: PromiseState;
}
/**
 * The values of a field, in the order of the observations that have it.
 */
export interface SideBySide {
  /**
   * Until it was agreed.
   */
  before: Value[];
  /**
   * Later.
   */
  later: Value[];
}
/**
 * A remark.
 */
export interface Remark {
  /**
   * When.
   */
  at: Time;
  /**
   * The person who made it.
   */
  by: string;
  /**
   * The remark.
   */
  text: string;
}
/**
 * A signal about an employee.
 */
export interface Observation {
  /**
   * When.
   */
  at: Time;
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * What was seen, by field.
   */
  fields?: {
    [k: string]: Value;
  };
  /**
   * Its kind.
   */
  kind: string;
  /**
   * The id of the input that brought it.
   */
  signal: string;
  /**
   * The interaction.
   */
  touch_point?: string | null;
}
/**
 * One sample beside another.
 */
export interface Comparison {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * The degrees of freedom of a t.
   */
  df?: number | null;
  /**
   * The first number less the second; absent where one of them is.
   */
  difference?: number | null;
  /**
   * With weights, how many answers of the same weight would be as sure (Kish): the test is that of so many.
   *
   * @minItems 2
   * @maxItems 2
   */
  effective_n?: [number, number] | null;
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How they were compared.
   */
  method: Test;
  /**
   * How many answers each stands on.
   *
   * @minItems 2
   * @maxItems 2
   */
  n: [number, number];
  /**
   * The chance of such a difference, on either side, where there is none.
   */
  p?: number | null;
  /**
   * The test's z or t.
   */
  statistic?: number | null;
}
/**
 * The instances on a path, or through an activity, against all others.
 */
export interface ConcernRow {
  /**
   * How far the first share lies above the second, with the interval of Newcombe's method 10; absent
   * where there are no others.
   */
  difference?: Difference | null;
  /**
   * Whether there are enough instances on either side to say anything.
   */
  enough: boolean;
  /**
   * Of the other instances, the share with a concern.
   */
  others: Estimate;
  /**
   * Of the instances on it, the share with a concern.
   */
  passed: Estimate;
  /**
   * The path; an activity alone.
   */
  path: string[];
}
/**
 * What instances come to against their plan.
 */
export interface Conformance {
  /**
   * The deviations, by group and in the order of the plan.
   */
  deviations: DeviationRow[];
  /**
   * The fitness of all instances that are over.
   */
  fitness: FitnessSummary;
  /**
   * The moments of truth, by rank.
   */
  moments: MomentRow[];
}
/**
 * One way in which instances depart from their plan, and how many do.
 */
export interface DeviationRow {
  /**
   * The touch point, or the kind of signal where that has none.
   */
  activity?: string | null;
  /**
   * The segment or channel; absent where all are counted together.
   */
  group?: string | null;
  /**
   * In how many instances.
   */
  instances: number;
  /**
   * What it is.
   */
  kind: Deviation;
  /**
   * The moment of truth.
   */
  moment?: string | null;
  /**
   * Their share of the group's instances: of those that are over for what is skipped, missing or without
   * its outcome, else of all. With Wilson's interval.
   */
  share: Estimate;
  /**
   * The stage.
   */
  stage?: string | null;
  /**
   * How often.
   */
  times: number;
}
/**
 * The fitness of a journey.
 */
export interface FitnessSummary {
  /**
   * The share of those that cost nothing: each planned touch point once and in order, and nothing else.
   */
  as_planned: Estimate;
  /**
   * The confidence of the intervals.
   */
  confidence: number;
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * How many instances there are.
   */
  instances: number;
  /**
   * How many of them are judged: those that are over, or all where the plan knows no end.
   */
  judged: number;
  /**
   * The lower end of the mean's interval, by Student's t; absent below two.
   */
  low?: number | null;
  /**
   * The mean fitness of those, 0 to 1; absent where there are none.
   */
  mean?: number | null;
  /**
   * Of the planned touch points of each, the share that came where the plan has them.
   */
  plan_matched?: number | null;
  /**
   * Of their steps, the share that comes where the plan has them.
   */
  steps_matched?: number | null;
}
/**
 * How a moment of truth stands over all instances.
 */
export interface MomentRow {
  /**
   * In how many that did not happen which was to, of an absence; of such a concern, in how many it did.
   */
  happened: number;
  /**
   * Whether the journey tells it, as it does of every moment that a program may have.
   */
  is_told: boolean;
  /**
   * The share that went as promised of those that are decided. With Wilson's interval.
   */
  kept: Estimate;
  /**
   * How many came too late, or are too late already and have not come.
   */
  late: number;
  /**
   * In how many it did not come, now that they are over.
   */
  missing: number;
  /**
   * Its name.
   */
  moment: string;
  /**
   * In how many it may still come.
   */
  pending: number;
  /**
   * Its declared rank.
   */
  rank?: number | null;
  /**
   * In how many instances it came; of an absence, in how many what was to follow came in time; of a
   * concern that a rule sees in several signals, in how many it did not come.
   */
  reached: number;
  /**
   * The touch point at which it happens; absent of one that a rule sees.
   */
  touch_point?: string | null;
  /**
   * How many of them in the time that was promised.
   */
  within: number;
}
/**
 * Whether the experience is the same everywhere.
 */
export interface Consistency {
  /**
   * What the numbers take for granted, in sentences.
   */
  assumptions: string[];
  /**
   * What is held side by side.
   */
  by: string;
  /**
   * The metric.
   */
  metric: string;
  /**
   * Answers at no touch point, or in no group: they are left out.
   */
  nowhere: number;
  /**
   * At each touch point, in the order of their names.
   */
  places: ConsistencyAt[];
}
/**
 * Whether the experience is the same at one touch point.
 */
export interface ConsistencyAt {
  /**
   * The p of the test, corrected for how many touch points were looked at, so that of those found
   * different a share of at most 1 − confidence is chance, on average (Benjamini and Hochberg).
   */
  adjusted?: number | null;
  /**
   * The touch point.
   */
  at: string;
  /**
   * The largest difference that the intervals of the pairs leave room for, all together; absent without
   * pairs.
   */
  at_most?: number | null;
  /**
   * The groups, in the order of their names.
   */
  groups: ConsistencyRow[];
  /**
   * Each two groups with enough answers.
   */
  pairs: ConsistencyPair[];
  /**
   * The same as a sentence.
   */
  sentence: string;
  /**
   * Whether the groups with enough answers differ.
   */
  test: Several;
  /**
   * What that comes to.
   */
  verdict: ConsistencyVerdict;
}
/**
 * One group at a touch point.
 */
export interface ConsistencyRow {
  /**
   * Of a metric with weights, how many answers of the same weight would be as sure (Kish).
   */
  effective_n?: number | null;
  /**
   * The metric there.
   */
  estimate: Estimate;
  /**
   * The group: a channel.
   */
  group: string;
  /**
   * Whether there are enough answers for it to be compared.
   */
  is_compared: boolean;
  /**
   * Answers that count nothing: without a weight, worth no points, or without the other of a gap.
   */
  left_out?: number | null;
  /**
   * The same with the mix of all groups at the touch point; where a part of the mix is missing in a
   * group, or has too few answers there for an interval, it is left out for all.
   */
  standardised?: Estimate | null;
}
/**
 * One group less another.
 */
export interface ConsistencyPair {
  /**
   * The difference, of standardised numbers where a mix was given. The confidence of its interval holds
   * for all pairs at the touch point together (Bonferroni).
   */
  difference: Difference;
  /**
   * The group.
   */
  group: string;
  /**
   * The one that is taken off.
   */
  less: string;
  /**
   * How large that is, whatever the scale; not of standardised numbers. Of medians the part of the variance
   * of ranks, which does not say which way.
   */
  size?: Size | null;
}
/**
 * How large a difference is.
 */
export interface Size {
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * What it is.
   */
  kind: SizeKind;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * The size.
   */
  value: number;
}
/**
 * Whether several groups differ.
 */
export interface Several {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * Its degrees of freedom; of an F, those above.
   */
  df?: number | null;
  /**
   * Of an F, its degrees of freedom below.
   */
  df_within?: number | null;
  /**
   * With weights, how many answers of the same weight would be as sure (Kish), all groups together: the test is
   * that of so many.
   */
  effective_n?: number | null;
  /**
   * How many groups have answers.
   */
  groups: number;
  /**
   * Which test.
   */
  method: SeveralTest;
  /**
   * All answers.
   */
  n: number;
  /**
   * The chance of such a difference where there is none.
   */
  p?: number | null;
  /**
   * How large the difference is.
   */
  size?: Size | null;
  /**
   * Chi-squared, F or H; absent where there is nothing to test.
   */
  statistic?: number | null;
}
/**
 * What is asked of consistency.
 */
export interface ConsistencyQuery {
  /**
   * Where: at each touch point if not said, or at each group by another name, such as `stage`.
   */
  at?: string;
  /**
   * What is held side by side: `channel` if not said, `party` for ours beside partners', or any other
   * name that tells signals apart.
   */
  by?: string;
  /**
   * The confidence; 0.95 if not said.
   */
  confidence?: number;
  /**
   * A difference that would matter, in the unit of the metric.
   */
  margin?: number | null;
  /**
   * The metric.
   */
  metric: string;
  /**
   * Fewer answers than this in a group are not compared; 30 if not said.
   */
  min_n?: number;
  /**
   * What the mix of is made the same everywhere, such as `segment` or `customer.tier`; nothing if not
   * said.
   */
  mix?: string | null;
  /**
   * Whether ranks of the answers are tested, by Kruskal and Wallis, instead of shares or means. Those of
   * medians always are.
   */
  ranks?: boolean;
}
/**
 * How many inputs came, and what became of them.
 */
export interface Counts {
  /**
   * Those that were accepted.
   */
  accepted: number;
  /**
   * Those that had come before.
   */
  duplicate: number;
  /**
   * All of them.
   */
  inputs: number;
  /**
   * The signals that came later than `lateness`.
   */
  late: number;
  /**
   * The refusals by code.
   */
  refusals: {
    [k: string]: number;
  };
  /**
   * Those that were refused.
   */
  refused: number;
  /**
   * The signals among those accepted, corrections included.
   */
  signals: number;
}
/**
 * How actual journeys deviate from the planned one, as a picture. Every count is one of instances.
 */
export interface Deviations {
  /**
   * How well they fit the plan, 0 to 1.
   */
  fitness?: number | null;
  /**
   * How many instances there are.
   */
  instances: number;
  /**
   * The moments of truth, in order.
   */
  moments?: MomentMet[];
  /**
   * The stages of the plan, in order.
   */
  stages: DeviationStage[];
  /**
   * What stands below the title: the period, the segment, the channel.
   */
  subtitle?: Label | null;
  /**
   * What stands above it.
   */
  title: Label;
  /**
   * What happened that is not planned, in the order in which it is drawn.
   */
  unplanned?: Unplanned[];
}
/**
 * A moment of truth, and in how many instances it did not go as it was to.
 */
export interface MomentMet {
  /**
   * In how many instances it is decided: all if not said.
   */
  instances?: number | null;
  /**
   * Whether it is something that does not happen.
   */
  is_absence?: boolean;
  /**
   * What it is called.
   */
  label: Label;
  /**
   * In how many it came later than was promised; absent where nothing is promised.
   */
  late?: number | null;
  /**
   * In how many of them it did not come; of an absence, in how many it was so.
   */
  missing: number;
}
/**
 * A stage of the plan.
 */
export interface DeviationStage {
  /**
   * What it is called.
   */
  label: Label;
  /**
   * In how many instances it took longer than was promised.
   */
  late?: number | null;
  /**
   * In how many nothing says that it went well.
   */
  outcome_missed?: number | null;
  /**
   * Its planned touch points, in order.
   */
  steps: DeviationStep[];
  /**
   * In how many it took more contacts than was promised.
   */
  too_many_contacts?: number | null;
}
/**
 * A planned touch point, and in how many instances it went as planned, or otherwise. An instance can
 * deviate in several ways.
 */
export interface DeviationStep {
  /**
   * It happened as planned.
   */
  followed: number;
  /**
   * Its id, by which unplanned steps name it.
   */
  id: string;
  /**
   * Of how many instances the counts are: those that should have come there; all if not said.
   */
  instances?: number | null;
  /**
   * What it is called; its id if not said.
   */
  label?: Label | null;
  /**
   * It happened later than expected; absent where nothing is expected.
   */
  late?: number | null;
  /**
   * It happened before something that should have come first.
   */
  out_of_order: number;
  /**
   * It happened more than once.
   */
  repeated: number;
  /**
   * It did not happen.
   */
  skipped: number;
}
/**
 * Something that happened and is not planned.
 */
export interface Unplanned {
  /**
   * The planned touch point after which it comes, by its id; absent where it comes before all of them.
   */
  after?: string | null;
  /**
   * In how many instances.
   */
  instances: number;
  /**
   * What it is called.
   */
  label: Label;
}
/**
 * One finding in a program or mapping file.
 */
export interface Diagnostic {
  /**
   * The kind of finding.
   */
  code: Code;
  /**
   * What to do about it.
   */
  hint?: string | null;
  /**
   * What is wrong, in one sentence.
   */
  message: string;
  /**
   * Where: keys joined by dots, such as `rules.detractor.when`.
   */
  path?: string | null;
  /**
   * Where in the text.
   */
  position?: Position | null;
  /**
   * Whether the program can run.
   */
  severity: Severity;
}
/**
 * A place in a file; both count from 1, columns in characters.
 */
export interface Position {
  /**
   * The column.
   */
  column: number;
  /**
   * The line.
   */
  line: number;
}
/**
 * What there is to know about a case.
 */
export interface Dossier {
  /**
   * Its id.
   */
  case: string;
  /**
   * The customer's cases that were opened before it, the first first.
   */
  earlier: CaseBrief[];
  /**
   * What the customer said and did last, as far as its type carries it; the last last.
   */
  journey: Touch[];
  /**
   * What is promised to the customer and still open, on whichever case; the first due first.
   */
  promises: OpenPromise[];
  /**
   * The touch points that the one it is about needs, directly or not; the nearest first.
   */
  upstream: Upstream[];
}
/**
 * A case in brief.
 */
export interface CaseBrief {
  /**
   * Its id.
   */
  case: string;
  /**
   * Its type.
   */
  case_type: string;
  /**
   * How often the customer disputed what we had resolved or closed.
   */
  disputed: number;
  /**
   * When it was opened.
   */
  opened_at: Time;
  /**
   * The cause that was found.
   */
  root_cause?: string | null;
  /**
   * Where the work stands.
   */
  state: State;
  /**
   * The customer's own word.
   */
  verdict: Verdict;
}
/**
 * Something that a customer said or did, without what was said.
 */
export interface Touch {
  /**
   * When.
   */
  at: Time;
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * Its kind.
   */
  kind: string;
  /**
   * The id of the input that brought the signal.
   */
  signal: string;
  /**
   * The stage.
   */
  stage?: string | null;
  /**
   * The interaction.
   */
  touch_point?: string | null;
}
/**
 * A promise that is still to be kept.
 */
export interface OpenPromise {
  /**
   * The case.
   */
  case: string;
  /**
   * The promise; without its text for those who do not see the words of its case.
   */
  promise: Promise;
}
/**
 * A touch point upstream.
 */
export interface Upstream {
  /**
   * What it needs itself.
   */
  needs?: string[];
  /**
   * The unit that answers for its design.
   */
  owner?: string | null;
  /**
   * The touch point.
   */
  touch_point: string;
}
/**
 * What moves an outcome.
 */
export interface Drivers {
  /**
   * The confidence of the intervals.
   */
  confidence: number;
  /**
   * The rows that lack an answer, the outcome's among them: they are left out.
   */
  left_out: number;
  /**
   * How it was worked out.
   */
  method: DriverMethod;
  /**
   * The rows that count: those with all answers.
   */
  n: number;
  /**
   * How much of the outcome's variance all features stand for, 0 to 1; absent where it has none.
   */
  r_squared?: number | null;
  /**
   * How many times rows were drawn anew for the intervals.
   */
  replicates: number;
  /**
   * The features, in the order in which they were given.
   */
  rows: DriverRow[];
}
/**
 * One feature.
 */
export interface DriverRow {
  /**
   * Its standardised coefficient beside all other features; another sign than `correlation`'s says that
   * they stand in for each other.
   */
  coefficient?: number | null;
  /**
   * Its correlation with the outcome.
   */
  correlation?: number | null;
  /**
   * Its name.
   */
  feature: string;
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * The lower end of the weight's interval, by the bootstrap.
   */
  low?: number | null;
  /**
   * Its mean over the rows that count.
   */
  mean?: number | null;
  /**
   * Rows without an answer to it.
   */
  missing: number;
  /**
   * What stands in the way.
   */
  problem?: DriverProblem | null;
  /**
   * Its share of R²; shares sum to 1. Absent where R² is 0.
   */
  share?: number | null;
  /**
   * 1 where the outcome rises with it, −1 where it falls, 0 where neither: the sign of `correlation`.
   */
  sign: number;
  /**
   * Its part of R²; parts sum to it. Absent of a constant.
   */
  weight?: number | null;
}
/**
 * One instance, from its first event to its last.
 */
export interface DurationRow {
  /**
   * How long it took, in microseconds.
   */
  elapsed_us: number;
  /**
   * How many events it has.
   */
  events: number;
  /**
   * When it began.
   */
  from: Time;
  /**
   * The instance.
   */
  instance: string;
  /**
   * When its last event was.
   */
  until: Time;
}
/**
 * How the metric of one unit moved.
 */
export interface UnitChange {
  /**
   * The metric after.
   */
  after: Estimate;
  /**
   * The metric before.
   */
  before: Estimate;
  /**
   * The one less the other.
   */
  change: number;
  /**
   * Of a metric with weights, how many answers of the same weight would be as sure (Kish): before and after.
   *
   * @minItems 2
   * @maxItems 2
   */
  effective_n?: [number, number] | null;
  /**
   * The unit, with those below it.
   */
  unit: string;
}
/**
 * A unit that was not taken.
 */
export interface LeftOut2 {
  /**
   * The improvement that moves the metric there.
   */
  improvement?: string | null;
  /**
   * The unit.
   */
  unit: string;
  /**
   * Why.
   */
  why: LeftOutWhy;
}
/**
 * The days that are looked at, in the program's time zone: the first and the last of each window.
 */
export interface Windows {
  /**
   * After.
   *
   * @minItems 2
   * @maxItems 2
   */
  after: [string, string];
  /**
   * Before.
   *
   * @minItems 2
   * @maxItems 2
   */
  before: [string, string];
}
/**
 * An error, the same in Rust, Python and TypeScript.
 */
export interface ErrorFields {
  /**
   * The kind of error.
   */
  code: Code;
  /**
   * Everything that was found in a program that an input brings.
   */
  diagnostics?: Diagnostic[];
  /**
   * What to do about it.
   */
  hint?: string | null;
  /**
   * What happened, in one sentence.
   */
  message: string;
  /**
   * Where: a path of keys such as `signal.fields.ltr`.
   */
  path?: string | null;
}
/**
 * An event with its instance. A part of it that the log does not know is absent.
 */
export interface EventRow {
  /**
   * The instance.
   */
  "case:concept:name": string;
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * What happened.
   */
  "concept:name": string;
  /**
   * Whether it is a concern.
   */
  concern?: boolean | null;
  /**
   * The unit that acted.
   */
  "org:group"?: string | null;
  /**
   * What the customer answered there.
   */
  score?: number | null;
  /**
   * The customer's segment.
   */
  segment?: string | null;
  /**
   * When.
   */
  "time:timestamp": Time;
}
/**
 * The scores at an activity, and what they were before it.
 */
export interface ExperienceRow {
  /**
   * The activity.
   */
  activity: string;
  /**
   * How far the score of these lies above the one they gave last before it; absent where there are too
   * few.
   */
  change?: Difference | null;
  /**
   * How many of these instances gave a score before it, elsewhere.
   */
  pairs: number;
  /**
   * The number of the scores given there. An instance counts once, by its first score there.
   */
  score: Estimate;
}
/**
 * An alert that stands, explained.
 */
export interface Explanation {
  /**
   * The alert; its `why` holds what was found.
   */
  alert: Alert;
  /**
   * The cases that it opened or joined.
   */
  cases?: Followed[];
  /**
   * All of it in plain English.
   */
  paragraph: string;
  /**
   * Where it went, by what that was decided and by which steps; absent where it went nowhere. Who was
   * passed over is known of a run, and where the case that it opened carries its route; the build for
   * pages leaves them out.
   */
  routed?: Routed | null;
  /**
   * What became of it.
   */
  standing: Standing;
  /**
   * Who was told.
   */
  told?: Audience[];
  /**
   * Its rule began in mid-stream, and had not seen all that it looks back on: it will have then.
   */
  warming_until?: Time | null;
}
/**
 * A case that an alert opened or joined.
 */
export interface Followed {
  /**
   * The case.
   */
  case: string;
  /**
   * Its type.
   */
  case_type: string;
  /**
   * Whether the alert opened it; else it joined.
   */
  opened: boolean;
  /**
   * Where the work stands.
   */
  state: State;
}
/**
 * What comes before an activity, a complaint say. Association, not cause.
 */
export interface FirstSigns {
  /**
   * Whether there are enough of either to say anything; without that nothing is a sign.
   */
  enough: boolean;
  /**
   * How many instances have it.
   */
  instances: number;
  /**
   * How long before the target the first sign was, in those; absent where there is none.
   */
  lead?: Durations | null;
  /**
   * How many have not.
   */
  others: number;
  /**
   * Every other activity: signs first, the greatest difference first, and by name where as great.
   */
  rows: SignRow[];
  /**
   * The activity that is looked for.
   */
  target: string;
  /**
   * Of the instances with the target, the share with a sign before it. With Wilson's interval.
   */
  warned: Estimate;
}
/**
 * An activity that may be a sign.
 */
export interface SignRow {
  /**
   * The activity.
   */
  activity: string;
  /**
   * Of the instances with the target, the share that have it before the first target.
   */
  before: Estimate;
  /**
   * How far the first share lies above the second, with the interval of Newcombe's method 10; absent
   * where there are no others.
   */
  difference?: Difference | null;
  /**
   * In how many instances it is the first sign.
   */
  first: number;
  /**
   * Whether it is a sign: there are enough instances, and the interval lies above 0.
   */
  is_sign: boolean;
  /**
   * How long before the target it first was, where it was before it; absent where it never was.
   */
  lead?: Durations | null;
  /**
   * Of the instances without the target, the share that have it at all.
   */
  otherwise: Estimate;
}
/**
 * An instance held against its plan.
 */
export interface FitnessRow {
  /**
   * How many steps and planned touch points have no counterpart.
   */
  cost: number;
  /**
   * The customer.
   */
  customer: string;
  /**
   * How many deviations it has.
   */
  deviations: number;
  /**
   * 1 − cost / (steps + planned); absent where it goes on.
   */
  fitness?: number | null;
  /**
   * When it began.
   */
  from: Time;
  /**
   * The instance.
   */
  instance: string;
  /**
   * The value of the journey's key.
   */
  key?: string | null;
  /**
   * How many steps come where the plan has them.
   */
  matched: number;
  /**
   * Why it is over; absent where it goes on, or never ends by plan.
   */
  over?: Over | null;
  /**
   * How many touch points the plan has.
   */
  planned: number;
  /**
   * How many steps it has.
   */
  steps: number;
}
/**
 * Who noticed first. A problem is a customer, or a value of `same`, with a sign or a complaint; of each
 * the first sign and the first complaint are looked at.
 */
export interface FoundFirst {
  /**
   * Of those with a sign and no complaint before it, the share that complained later.
   */
  complained_later: Estimate;
  /**
   * Problems that we heard of by a complaint: we had not acted before.
   */
  found_by_complaint: number;
  /**
   * Of all problems, the share that we took up before any complaint: found proactively. Absent where
   * nothing says that we acted.
   */
  found_by_us?: Estimate | null;
  /**
   * How long the first sign was before the first complaint, where it was; absent where it never was.
   */
  lead?: Durations | null;
  /**
   * How many problems there are.
   */
  problems: number;
  /**
   * Signals that no problem can be told of: they have no customer, or no value of `same`.
   */
  unlinked: number;
  /**
   * Problems with a sign, no complaint and nothing that we did.
   */
  unnoticed: number;
  /**
   * Of those with a complaint, the share with a sign before it.
   */
  warned: Estimate;
}
/**
 * What is asked of first signs. Which activities are signs at all, an event log says
 * ([`crate::journey::EventLog::first_signs`]); here they are named.
 */
export interface FoundQuery {
  /**
   * The condition on the signals that show that we have taken it up by ourselves.
   */
  acted?: string | null;
  /**
   * The condition on the signals by which customers say so, such as complaints.
   */
  complaint: string;
  /**
   * The confidence of the intervals; 0.95 if not said.
   */
  confidence?: number;
  /**
   * The field that tells the problems of a customer apart, such as an order's number; one for each
   * customer if not said.
   */
  same?: string | null;
  /**
   * The condition on the operational signals that something goes wrong, such as a late delivery.
   */
  sign: string;
}
/**
 * The funnel of one survey, in one group and period.
 */
export interface FunnelRow {
  /**
   * Of those whom the invitation reached, the share that completed: AAPOR's cooperation rate 1.
   */
  cooperation_rate: Estimate;
  /**
   * The group, by the names asked for.
   */
  group: {
    [k: string]: string | null;
  };
  /**
   * How many occasions cannot have happened as they were told; each is counted here once.
   */
  impossible: number;
  /**
   * What is wrong with those.
   */
  missteps: MisstepRow[];
  /**
   * Why those who could be asked were not.
   */
  not_invited: ReasonRow[];
  /**
   * The first day of the period; absent over all time, and of occasions without an instant.
   */
  period?: string | null;
  /**
   * Of those invited, the share that completed, with Wilson's interval: AAPOR's response rate 1, with
   * every invitation in the denominator ("Standard Definitions", 10th edition, 2023). Without a value
   * where nobody is known to be invited.
   */
  response_rate: Estimate;
  /**
   * The steps that are known of this survey, in order.
   */
  steps: StepRow[];
  /**
   * The survey.
   */
  survey: string;
  /**
   * How many completed without being invited; they are in no rate.
   */
  uninvited: number;
}
/**
 * How often something is wrong.
 */
export interface MisstepRow {
  /**
   * What is wrong with it.
   */
  is: Misstep;
  /**
   * How many occasions.
   */
  n: number;
  /**
   * The step that should have come first.
   */
  other: Step;
  /**
   * The later step.
   */
  step: Step;
}
/**
 * How many were not invited for a reason.
 */
export interface ReasonRow {
  /**
   * How many.
   */
  n: number;
  /**
   * The reason; absent where none is known.
   */
  reason?: string | null;
}
/**
 * One step.
 */
export interface StepRow {
  /**
   * How many reached it, as told.
   */
  n: number;
  /**
   * The step before it that is known of this survey.
   */
  of?: Step | null;
  /**
   * Of those who reached that one, the share that reached this one too, with Wilson's interval.
   */
  share?: Estimate | null;
  /**
   * The step.
   */
  step: Step;
}
/**
 * The signs of all units.
 */
export interface Gaming {
  /**
   * The most that the chance of any false flag among them is, whatever they have to do with each other:
   * S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70. Its tests take each unit's customers to
   * decide and answer by themselves.
   */
  alpha: number;
  /**
   * The metric that the answers make.
   */
  metric?: string | null;
  /**
   * Each sign of each unit, by unit.
   */
  rows: SignRow2[];
  /**
   * How many tests were made.
   */
  tests: number;
  /**
   * How many occasions and happenings name no unit; they are in no sign.
   */
  without_unit: number;
}
/**
 * One sign, of one unit.
 */
export interface SignRow2 {
  /**
   * That, corrected for all tests of all units by Holm's procedure.
   */
  adjusted?: number | null;
  /**
   * What it is held against: the same of the other units (of `rate_shift` the median of all), of the customers
   * without a concern, or as the values further away say.
   */
  beside?: number | null;
  /**
   * Whether it is flagged: the corrected p is at most `alpha`.
   */
  flagged: boolean;
  /**
   * How many customers, answers, happenings or values of the unit it stands on.
   */
  n: number;
  /**
   * The chance of as much where nothing is behind it; absent where there is too little to test.
   */
  p?: number | null;
  /**
   * The sign.
   */
  sign: Sign;
  /**
   * How it was tested.
   */
  test: SignTest;
  /**
   * The unit.
   */
  unit: string;
  /**
   * What the unit has: a share; of `concerns_asked_late` the median number of days that customers with a
   * concern waited; of `rate_shift` how much the response rate moved; of `asked_when_good` by how much the share
   * that is invited is larger after something good; of `just_met` the share of values just beside the target
   * that meet it.
   */
  value?: number | null;
  /**
   * All of that in a sentence.
   */
  words: string;
}
/**
 * The goals of a program.
 */
export interface Goals {
  /**
   * Each goal in each unit of its cascade, from the top.
   */
  rows: GoalRow[];
  /**
   * All of it as Markdown, in English.
   */
  text: string;
}
/**
 * A goal in one unit of its cascade.
 */
export interface GoalRow {
  /**
   * Whether it is the most that is wanted: low is better.
   */
  at_most?: boolean;
  /**
   * The days up to it; negative when it is over.
   */
  days_left: number;
  /**
   * The due day.
   */
  due: string;
  /**
   * What is missing from the value to the target; negative where it is beyond; absent without answers.
   */
  gap?: number | null;
  /**
   * The goal.
   */
  goal: string;
  /**
   * Whether the whole interval lies on that side of the target.
   */
  is_sure: boolean;
  /**
   * The metric.
   */
  metric: string;
  /**
   * Where it stands.
   */
  status: GoalStatus;
  /**
   * What it is to come to at least; at most, where `at_most`.
   */
  target: number;
  /**
   * The unit.
   */
  unit: string;
  /**
   * The number, over the unit and all units below it: the same for whoever looks at it. Answers of no unit
   * count in none.
   */
  value: Estimate;
}
/**
 * The number of one group. One that is withheld has nothing but its name.
 */
export interface GroupRow {
  /**
   * The confidence of the interval.
   */
  confidence?: number;
  /**
   * With weights: by how much they make the variance larger.
   */
  design_effect?: number | null;
  /**
   * With weights: how many answers of the same weight would be as sure.
   */
  effective_n?: number | null;
  /**
   * The texts of the columns that group; absent where there is none, and where it is summed over.
   */
  group: (string | null)[];
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How the interval was made.
   */
  method?: Method;
  /**
   * How many answers it stands on: its denominator.
   */
  n?: number;
  /**
   * Answers that are off the scale; not told where groups may be withheld.
   */
  outside?: number | null;
  /**
   * The group beside all others together, where that was asked.
   */
  rest?: AgainstRest | null;
  /**
   * The columns that a total sums over; none of a group.
   */
  total: string[];
  /**
   * Rows without an answer; not told where groups may be withheld.
   */
  unanswered?: number | null;
  /**
   * The metric; absent where nobody answered. NPS from −100 to 100, shares from 0 to 1, means and medians
   * on the scale of their answers.
   */
  value?: number | null;
  /**
   * Why it is withheld.
   */
  why?: string | null;
  /**
   * Whether it is withheld, for it is small or would show one that is.
   */
  withheld: boolean;
}
/**
 * A group beside all others together.
 */
export interface AgainstRest {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * The degrees of freedom of a t.
   */
  df?: number | null;
  /**
   * The first number less the second; absent where one of them is.
   */
  difference?: number | null;
  /**
   * With weights, how many answers of the same weight would be as sure (Kish): the test is that of so many.
   *
   * @minItems 2
   * @maxItems 2
   */
  effective_n?: [number, number] | null;
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How they were compared.
   */
  method: Test;
  /**
   * How many answers each stands on.
   *
   * @minItems 2
   * @maxItems 2
   */
  n: [number, number];
  /**
   * The chance of such a difference, on either side, where there is none.
   */
  p?: number | null;
  /**
   * The p of the test, corrected for how many groups there are: of those up to q, a share of at most q is
   * chance, on average.
   */
  q?: number | null;
  /**
   * The test's z or t.
   */
  statistic?: number | null;
}
/**
 * Hand-overs from one unit to another: events that follow each other within an instance, events of no
 * unit aside, and are of different units.
 */
export interface HandOverRow {
  /**
   * How long it took from the last event of the giver to the first of the receiver.
   */
  durations: Durations;
  /**
   * The unit that gave.
   */
  from: string;
  /**
   * In how many instances.
   */
  instances: number;
  /**
   * What was lost, for each piece of information that the log knows of.
   */
  lost: LostRow[];
  /**
   * How often.
   */
  n: number;
  /**
   * How often it went back to the unit that had it before the one that gave.
   */
  returned: number;
  /**
   * The unit that received.
   */
  to: string;
}
/**
 * A piece of information that the giver's last event had and the receiver's first has not.
 */
export interface LostRow {
  /**
   * How often it was lost.
   */
  lost: number;
  /**
   * The information.
   */
  name: string;
  /**
   * Of the hand-overs at which the giver had it, the share at which it was lost. With Wilson's
   * interval.
   */
  share: Estimate;
}
/**
 * What a log says of who was asked.
 */
export interface HeardOccasions {
  /**
   * What happened to customers, in the same order; none unless it was asked for.
   */
  happenings: Happening[];
  /**
   * The occasions, by customer and in the order in which they began.
   */
  occasions: Occasion[];
  /**
   * How many could be asked only after the log ends; they are none of the occasions.
   */
  pending: number;
  /**
   * How many inputs were refused: those that an engine refuses too.
   */
  refused: number;
  /**
   * How many steps were told once more of an occasion that had reached them.
   */
  repeated: number;
  /**
   * How many signals told of a survey and of no customer.
   */
  without_customer: number;
}
/**
 * Something that happened to a customer, after which they could be invited.
 */
export interface Happening {
  /**
   * When.
   */
  at?: Time | null;
  /**
   * The customer.
   */
  customer?: string | null;
  /**
   * Whether it was good for the customer; bad if not.
   */
  good: boolean;
  /**
   * Whether they were invited right after it.
   */
  invited: boolean;
  /**
   * The interaction.
   */
  touch_point?: string | null;
  /**
   * The unit that served them.
   */
  unit?: string | null;
}
/**
 * One time that a customer could be asked, or was. A step that is left out was not reached; a step that no
 * occasion of a survey mentions is not known of that survey.
 */
export interface Occasion {
  /**
   * What they answered, on the scale of the question.
   */
  answer?: number | null;
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * They answered.
   */
  completed?: Reached2 | null;
  /**
   * Whether the customer was known to have a concern before anybody was invited.
   */
  concern?: boolean | null;
  /**
   * The customer.
   */
  customer?: string | null;
  /**
   * It reached them.
   */
  delivered?: Reached2 | null;
  /**
   * They could be asked.
   */
  eligible?: Reached2 | null;
  /**
   * An invitation was sent.
   */
  invited?: Reached2 | null;
  /**
   * Why they were not invited, where that is known: `no_consent`, `quarantine:…` or a word of the host.
   */
  reason?: string | null;
  /**
   * In which role they would speak.
   */
  respondent_role?: string | null;
  /**
   * The segments of the customer.
   */
  segments?: string[];
  /**
   * The stage of the journey.
   */
  stage?: string | null;
  /**
   * They began to answer.
   */
  started?: Reached2 | null;
  /**
   * The survey.
   */
  survey: string;
  /**
   * The interaction that it is about.
   */
  touch_point?: string | null;
  /**
   * The unit that served the customer.
   */
  unit?: string | null;
}
/**
 * A change made because of feedback.
 */
export interface Improvement {
  /**
   * The cases behind it, by id.
   */
  cases: string[];
  /**
   * The units to compare with; those beside its own in the tree where there is none.
   */
  compare?: string[];
  /**
   * When it was done, or dropped.
   */
  ended_at?: Time | null;
  /**
   * Which way, and by when.
   */
  goal?: Goal | null;
  /**
   * Everything that happened to it, in order.
   */
  history: ImprovementEvent[];
  /**
   * Its id, derived from what was proposed, by whom and when.
   */
  id: string;
  /**
   * What is changed.
   */
  kind: ImprovementKind;
  /**
   * The metric that it should move.
   */
  metric: string;
  /**
   * The least answers that a unit must have before, and after.
   */
  min_n: number;
  /**
   * When it was proposed.
   */
  opened_at: Time;
  /**
   * How long before and after are looked at.
   */
  over: Span;
  /**
   * The person who answers for it.
   */
  owner: string;
  /**
   * When it was begun.
   */
  started_at?: Time | null;
  /**
   * Where it stands.
   */
  state: ImprovementState;
  /**
   * What it is, in a few words.
   */
  title: string;
  /**
   * Who was told that it is done, where an engine told them.
   */
  told?: Told | null;
  /**
   * Where it is done: units, each with those below it.
   */
  units: string[];
}
/**
 * An instance of a journey.
 */
export interface InstanceRow {
  /**
   * The customer.
   */
  customer: string;
  /**
   * When it began.
   */
  from: Time;
  /**
   * Its id: a hash of journey, customer, key, and instant and id of its first signal.
   */
  instance: string;
  /**
   * The value of the journey's key; absent where it has none.
   */
  key?: string | null;
  /**
   * Which one of this customer and key it is, from 1.
   */
  number: number;
  /**
   * Why it is over; absent where it is still open.
   */
  over?: Over | null;
  /**
   * The segments that held as of its first signal, by name.
   */
  segments: string[];
  /**
   * How many signals belong to it.
   */
  signals: number;
  /**
   * How many of them are steps: not questions, and not answers.
   */
  steps: number;
  /**
   * When its last signal was.
   */
  until: Time;
}
/**
 * An invitation that may be sent, or not. What a quarantine counts by (`per`) belongs in it: one that
 * lacks it is not limited by that quarantine.
 */
export interface Invitation {
  /**
   * When.
   */
  at: Time;
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * Whom it would be sent to.
   */
  customer: string;
  /**
   * The person who served the customer.
   */
  employee?: string | null;
  /**
   * Facts, by declared field.
   */
  fields?: {
    [k: string]: Value;
  };
  /**
   * Who would be asked, where an account has several.
   */
  respondent?: string | null;
  /**
   * In which role they would speak.
   */
  respondent_role?: string | null;
  /**
   * The stage of the journey.
   */
  stage?: string | null;
  /**
   * The survey.
   */
  survey: string;
  /**
   * The interaction that it is about.
   */
  touch_point?: string | null;
  /**
   * The unit that served the customer.
   */
  unit?: string | null;
}
/**
 * A journey with its stages, as a picture.
 */
export interface JourneyMap {
  /**
   * What was heard at none of the stages.
   */
  elsewhere?: Elsewhere | null;
  /**
   * The moments of truth, in order: they are numbered from 1.
   */
  moments?: Moment[];
  /**
   * The stages, in order.
   */
  stages: MapStage[];
  /**
   * What stands below the title: the period, the segment.
   */
  subtitle?: Label | null;
  /**
   * What stands above it.
   */
  title: Label;
}
/**
 * What was heard, and at none of the stages that are drawn.
 */
export interface Elsewhere {
  /**
   * How many concerns.
   */
  concerns?: number | null;
  /**
   * How much praise.
   */
  praise?: number | null;
  /**
   * How many signals.
   */
  signals?: number | null;
}
/**
 * What decides loyalty on a journey.
 */
export interface Moment {
  /**
   * The touch point at which it happens, by its id.
   */
  at?: string | null;
  /**
   * Its rank by the data, from 1; of a program's journey by the share of instances in which it was broken.
   */
  data_rank?: number | null;
  /**
   * Its rank by the company's own judgement, from 1.
   */
  declared_rank?: number | null;
  /**
   * What it is called.
   */
  label: Label;
  /**
   * Whether it is something that does not happen.
   */
  missing?: boolean;
  /**
   * More about it: what is expected, which rule sees it.
   */
  note?: Label | null;
  /**
   * Its rank by importance × volume × gap.
   */
  weighed?: Weighed | null;
}
/**
 * The rank of a moment of truth by its weight, importance × volume × gap, and what that is made of.
 */
export interface Weighed {
  /**
   * How far it is from its target, on a scale from 0 to 1.
   */
  gap: number;
  /**
   * How much the moment moves loyalty, as a driver's share says; all count the same where it is not given.
   */
  importance?: number | null;
  /**
   * The rank among the moments of the journey, from 1.
   */
  rank: number;
  /**
   * How many answers its number stands on, or how many alerts.
   */
  volume: number;
}
/**
 * A stage of a journey.
 */
export interface MapStage {
  /**
   * The units that answer for it.
   */
  accountable?: Label[];
  /**
   * How many concerns.
   */
  concerns?: number | null;
  /**
   * What it is called.
   */
  label: Label;
  /**
   * The metric that it is judged by.
   */
  metric?: Measure | null;
  /**
   * How much praise.
   */
  praise?: number | null;
  /**
   * Its touch points, in order.
   */
  touch_points?: MapTouchPoint[];
  /**
   * How many signals came.
   */
  volume?: number | null;
}
/**
 * A number with its interval, as a picture shows it.
 */
export interface Measure {
  /**
   * The upper end of its interval.
   */
  high?: number | null;
  /**
   * What it is called.
   */
  label: Label;
  /**
   * The lower end of its interval.
   */
  low?: number | null;
  /**
   * How many answers it stands on.
   */
  n: number;
  /**
   * The least and the most that it can be; needed of `plain` numbers, and left out of others.
   *
   * @minItems 2
   * @maxItems 2
   */
  scale?: [number, number] | null;
  /**
   * What it counts in; a share if not said.
   */
  unit?: Unit & string;
  /**
   * The number; absent where nobody answered.
   */
  value?: number | null;
}
/**
 * A touch point within a stage.
 */
export interface MapTouchPoint {
  /**
   * The channels in which it is offered, in order.
   */
  channels?: MapChannel[];
  /**
   * How many concerns.
   */
  concerns?: number | null;
  /**
   * Its id, by which moments of truth name it.
   */
  id: string;
  /**
   * What it is called; its id if not said.
   */
  label?: Label | null;
  /**
   * The unit that answers for its design.
   */
  owner?: Label | null;
  /**
   * How much praise.
   */
  praise?: number | null;
}
/**
 * A channel of a touch point.
 */
export interface MapChannel {
  /**
   * What it is called.
   */
  label: Label;
  /**
   * How many signals came.
   */
  volume?: number | null;
}
/**
 * What became of the notices of one group.
 */
export interface LastMileRow {
  /**
   * How many were acted on.
   */
  acted: number;
  /**
   * Acted on, as a share of those that came out.
   */
  acted_rate: Estimate;
  /**
   * How many were delivered.
   */
  delivered: number;
  /**
   * Delivered, as a share of those that came out.
   */
  delivered_rate: Estimate;
  /**
   * The group, by what was asked for; a value is absent for what has none, such as a customer's role.
   */
  group: {
    [k: string]: string | null;
  };
  /**
   * Microseconds from coming out to being acted on, on average.
   */
  mean_acting_us?: number | null;
  /**
   * Microseconds from coming out to being delivered, on average.
   */
  mean_delivery_us?: number | null;
  /**
   * Microseconds from coming out to being read, on average.
   */
  mean_reading_us?: number | null;
  /**
   * How many were read.
   */
  read: number;
  /**
   * Read, as a share of those that came out.
   */
  read_rate: Estimate;
  /**
   * How many came out.
   */
  sent: number;
}
/**
 * Rows that are in no instance, by what they lack. A row counts once.
 */
export interface LeftOut {
  /**
   * Rows with an instance and without an activity.
   */
  no_activity: number;
  /**
   * Rows without an instance.
   */
  no_instance: number;
  /**
   * Rows with both and without an instant.
   */
  no_time: number;
}
/**
 * Whether the loop works, over all cases.
 */
export interface LoopHealth {
  /**
   * The alerts that stand.
   */
  alerts: AlertCounts;
  /**
   * The company's number: cases that we resolved or closed at least once.
   */
  answered: number;
  /**
   * The company's number as a share of all cases.
   */
  answered_rate: Estimate;
  /**
   * Cases that we answered and on which the customer has said nothing.
   */
  answered_without_verdict: number;
  /**
   * Those cancelled because every alert behind them was retracted.
   */
  cancelled: number;
  /**
   * All cases but those cancelled or merged.
   */
  cases: number;
  /**
   * The clocks, by target.
   */
  clocks: {
    [k: string]: ClockCounts;
  };
  /**
   * Cases that are closed now.
   */
  closed: number;
  /**
   * Cases closed now, by ground.
   */
  closed_by: {
    [k: string]: number;
  };
  /**
   * The customer's number: confirmed, as a share of those answered.
   */
  confirmed_rate: Estimate;
  /**
   * False resolutions, as a share of those answered.
   */
  false_resolution_rate: Estimate;
  /**
   * Cases that we resolved or closed and the customer disputed, whatever came after.
   */
  false_resolutions: number;
  /**
   * The group; absent for all cases, and for those without a value.
   */
  group?: string | null;
  /**
   * Those merged into another of the same customer.
   */
  merged?: number;
  /**
   * How far it carries the praise that stands; of a run alone, since an engine does not keep where each
   * alert went.
   */
  praise_reach?: PraiseReach | null;
  /**
   * What customers were promised.
   */
  promises?: PromiseCounts;
  /**
   * Promises kept, as a share of those kept or broken.
   */
  promises_kept_rate?: Estimate | null;
  /**
   * How far the loop reaches the concerns that stand.
   */
  reach?: Reach | null;
  /**
   * Cases reopened at least once.
   */
  reopened: number;
  /**
   * Cases reopened at least once, as a share of those that we answered.
   */
  reopened_rate?: Estimate | null;
  /**
   * Where the work stands: cases by state; `waiting.customer` and the like by what they wait on.
   */
  states: {
    [k: string]: number;
  };
  /**
   * Of those, the cases in sub-states: `in_progress.repair` and the like.
   */
  sub_states?: {
    [k: string]: number;
  };
  /**
   * Thank-you only: cases that we answered, and no action, promise, root cause or improvement is on
   * record. An action is what was done, as it is noted on resolving, a transfer, or help that a person
   * called for; remarks are none.
   */
  thank_you_only?: number;
  /**
   * Thank-you only, as a share of the cases that we answered.
   */
  thank_you_only_rate?: Estimate | null;
  /**
   * How cases were handed over.
   */
  transfers?: TransferCounts;
  /**
   * Cases by the customer's word as it stands.
   */
  verdicts: {
    [k: string]: number;
  };
  /**
   * How the cases waited, by what they waited on.
   */
  waited?: {
    [k: string]: Waited;
  };
  /**
   * Who never got an insight, by level; empty where the program says nothing of `notices`. A run goes by
   * all notices, an engine by those that it remembers.
   */
  without_insight?: WithoutInsightRow[];
}
/**
 * The alerts that stand.
 */
export interface AlertCounts {
  /**
   * By rule.
   */
  by_rule: {
    [k: string]: number;
  };
  /**
   * Things to put right.
   */
  concerns: number;
  /**
   * Things to be proud of.
   */
  praise: number;
  /**
   * What rules on trial (`shadow`) would have raised, by rule. Not counted above.
   */
  shadowed: {
    [k: string]: number;
  };
  /**
   * What was suppressed, by rule. Not counted above.
   */
  suppressed: {
    [k: string]: number;
  };
  /**
   * What was suppressed, by reason: `supersedes` and the rule, or `suppress` and the limit. An alert
   * may have several.
   */
  suppressed_by: {
    [k: string]: number;
  };
}
/**
 * The clocks of one target.
 */
export interface ClockCounts {
  /**
   * Too late.
   */
  breached: number;
  /**
   * In time.
   */
  met: number;
  /**
   * Running or paused.
   */
  open: number;
}
/**
 * How far the loop carries praise.
 */
export interface PraiseReach {
  /**
   * That of which a person was told: a unit as a whole is no person.
   */
  passed_on: number;
  /**
   * Passed on, as a share of the praise.
   */
  passed_on_rate: Estimate;
  /**
   * The praise that stands.
   */
  praise: number;
}
/**
 * What customers were promised, and what became of it.
 */
export interface PromiseCounts {
  /**
   * Not done in time, or called off.
   */
  broken: number;
  /**
   * Done in time.
   */
  kept: number;
  /**
   * Not done, and not due.
   */
  open: number;
}
/**
 * How far the loop reaches the concerns that stand. One that joined an open case counts as having that case;
 * of contacts with its customer, those count that came after it.
 */
export interface Reach {
  /**
   * The concerns that stand and are about a customer: those of rules over metrics are about nobody. Those
   * from before the program was live stand too, and have no case.
   */
  concerns: number;
  /**
   * Those whose case the customer confirmed to be solved.
   */
  confirmed: number;
  /**
   * Confirmed, as a share of the concerns.
   */
  confirmed_rate: Estimate;
  /**
   * Those whose customer a person has reached since.
   */
  contacted: number;
  /**
   * Of those contacted, the ones on whose case the target `first_contact` was met.
   */
  contacted_in_time: number;
  /**
   * Contacted in time, as a share of the concerns; absent where no type of case has such a target.
   */
  contacted_in_time_rate?: Estimate | null;
  /**
   * Contacted, as a share of the concerns.
   */
  contacted_rate: Estimate;
  /**
   * Those that got a case.
   */
  with_case: number;
  /**
   * With a case, as a share of the concerns.
   */
  with_case_rate: Estimate;
}
/**
 * How cases were handed over, and what became of that: each transfer is counted once.
 */
export interface TransferCounts {
  /**
   * Handed over again before it was taken up, by others than whoever had it.
   */
  handed_on: number;
  /**
   * Not taken up in time, whatever came after.
   */
  lapsed: number;
  /**
   * Not taken up, and not due.
   */
  open: number;
  /**
   * Taken up in time, or nothing was left to take up.
   */
  taken_up: number;
}
/**
 * How cases waited on somebody.
 */
export interface Waited {
  /**
   * How long they were together, in microseconds, day and night; one that goes on, up to now.
   */
  elapsed_us: number;
  /**
   * How many waits; one in which a case changes hands counts with each unit that had it.
   */
  n: number;
}
/**
 * The people of a level whom no insight reached. Whoever was told nothing has read nothing, and whoever has
 * read nothing has acted on nothing.
 */
export interface WithoutInsightRow {
  /**
   * Those who have acted on nothing.
   */
  acted_on_nothing: number;
  /**
   * Acted on nothing, as a share of the people.
   */
  acted_on_nothing_rate: Estimate;
  /**
   * The level of their roles.
   */
  level: Level;
  /**
   * The people of the roster, of this level.
   */
  people: number;
  /**
   * Those who have read nothing.
   */
  read_nothing: number;
  /**
   * Read nothing, as a share of the people.
   */
  read_nothing_rate: Estimate;
  /**
   * Those who were told nothing.
   */
  told_nothing: number;
  /**
   * Told nothing, as a share of the people.
   */
  told_nothing_rate: Estimate;
}
/**
 * The cases of one group. Cancelled cases are counted in `cancelled` only, and duplicates in `merged`: what
 * became of those is counted once, with the case that they were merged into.
 */
export interface LoopRow {
  /**
   * The company's number: cases that we resolved or closed at least once.
   */
  answered: number;
  /**
   * The company's number as a share of all cases.
   */
  answered_rate: Estimate;
  /**
   * Cases that we answered and on which the customer has said nothing.
   */
  answered_without_verdict: number;
  /**
   * Those cancelled because every alert behind them was retracted.
   */
  cancelled: number;
  /**
   * All cases but those cancelled or merged.
   */
  cases: number;
  /**
   * The clocks, by target.
   */
  clocks: {
    [k: string]: ClockCounts;
  };
  /**
   * Cases that are closed now.
   */
  closed: number;
  /**
   * Cases closed now, by ground.
   */
  closed_by: {
    [k: string]: number;
  };
  /**
   * The customer's number: confirmed, as a share of those answered.
   */
  confirmed_rate: Estimate;
  /**
   * False resolutions, as a share of those answered.
   */
  false_resolution_rate: Estimate;
  /**
   * Cases that we resolved or closed and the customer disputed, whatever came after.
   */
  false_resolutions: number;
  /**
   * The group; absent for all cases, and for those without a value.
   */
  group?: string | null;
  /**
   * Those merged into another of the same customer.
   */
  merged?: number;
  /**
   * What customers were promised.
   */
  promises?: PromiseCounts;
  /**
   * Promises kept, as a share of those kept or broken.
   */
  promises_kept_rate?: Estimate | null;
  /**
   * Cases reopened at least once.
   */
  reopened: number;
  /**
   * Cases reopened at least once, as a share of those that we answered.
   */
  reopened_rate?: Estimate | null;
  /**
   * Where the work stands: cases by state; `waiting.customer` and the like by what they wait on.
   */
  states: {
    [k: string]: number;
  };
  /**
   * Of those, the cases in sub-states: `in_progress.repair` and the like.
   */
  sub_states?: {
    [k: string]: number;
  };
  /**
   * Thank-you only: cases that we answered, and no action, promise, root cause or improvement is on
   * record. An action is what was done, as it is noted on resolving, a transfer, or help that a person
   * called for; remarks are none.
   */
  thank_you_only?: number;
  /**
   * Thank-you only, as a share of the cases that we answered.
   */
  thank_you_only_rate?: Estimate | null;
  /**
   * How cases were handed over.
   */
  transfers?: TransferCounts;
  /**
   * Cases by the customer's word as it stands.
   */
  verdicts: {
    [k: string]: number;
  };
  /**
   * How the cases waited, by what they waited on.
   */
  waited?: {
    [k: string]: Waited;
  };
}
/**
 * What came of a table.
 */
export interface Mapped {
  /**
   * The inputs of the rows, in order.
   */
  inputs: Input[];
  /**
   * How many rows each note of the mapping holds for.
   */
  notes: {
    [k: string]: number;
  };
  /**
   * The rows that were refused.
   */
  refused: RefusedRow[];
}
/**
 * A row that was refused.
 */
export interface RefusedRow {
  /**
   * Why; the path names row and column.
   */
  error: ErrorFields;
  /**
   * Its number, from 1.
   */
  row: number;
}
/**
 * Whether a customer may be invited to a survey, and why not.
 */
export interface MayInvite {
  /**
   * From when it may, as things stand: the instant asked about, or the first after it at which no quarantine
   * holds the invitation back.
   */
  earliest: Time;
  /**
   * The quarantines that hold it back.
   */
  held_by: HeldBy[];
  /**
   * Yes or no.
   */
  may: boolean;
  /**
   * The quarantines on this survey that do not limit it, because it lacks what they count by.
   */
  not_limited_by?: string[];
}
/**
 * A quarantine that holds an invitation back.
 */
export interface HeldBy {
  /**
   * The invitations that it counts, oldest first.
   */
  invitations: InvitationSent[];
  /**
   * Its id.
   */
  quarantine: string;
  /**
   * Until when it holds, by itself.
   */
  until: Time;
}
/**
 * An invitation that was sent.
 */
export interface InvitationSent {
  /**
   * When it was sent.
   */
  at: Time;
  /**
   * The id of the input that told of it.
   */
  id: string;
}
/**
 * What is asked of a metric.
 */
export interface MetricQuery {
  /**
   * A rolling average: at the end of each period, the mean of the numbers of the last so many periods.
   * Those without answers are absent, not zero. Every period counts alike, however many answered; it has
   * no interval.
   */
  average_of?: number | null;
  /**
   * `stage`, `touch_point`, `channel`, `unit`, or a name of the metric's own `by`; `segment` where
   * that has it, or a rule watches the metric by it: a signal counts in each of its segments.
   */
  by?: string[];
  /**
   * The confidence of the intervals; 0.95 if not said.
   */
  confidence?: number;
  /**
   * Local periods: `P1D`, `P7D` (from Monday), `P1M`, `P3M` or `P1Y`; all time if not said.
   */
  every?: Span | null;
  /**
   * The interval of a share; `wilson` if not said. Of plain counts alone: with weights there is no other.
   */
  interval?: ShareInterval | null;
  /**
   * Groups of fewer answers are withheld, with as many others as it takes that none is told by a
   * difference. The `privacy` of the program holds where it says more. Windows that overlap cannot be
   * told so: a rolling metric is refused.
   */
  min_n?: number | null;
  /**
   * A rolling metric: at the end of each period, the metric of all answers of so long. Whole days, or
   * months: `P28D`, `P12M`.
   */
  rolling?: Span | null;
  /**
   * The metric as the version of the program says that is in force at this instant; as the newest
   * says if not said. A version that changes what a metric means begins to count anew.
   */
  version_at?: Time | null;
}
/**
 * One number of a metric. One that is withheld has its period and its group, and says why.
 */
export interface MetricRow {
  /**
   * The confidence of the interval.
   */
  confidence?: number;
  /**
   * Of a metric with weights, by how much these make the variance larger.
   */
  design_effect?: number | null;
  /**
   * Of a metric with weights, how many answers of the same weight would be as sure (Kish).
   */
  effective_n?: number | null;
  /**
   * Of a rolling metric, the first day of its window.
   */
  from?: string | null;
  /**
   * The group, by the names asked for; absent values are `null`.
   */
  group: {
    [k: string]: string | null;
  };
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * Answers that count nothing: without a weight, worth no points, without the other of a gap, or too
   * large to be counted exactly. They are no part of `n`.
   */
  left_out?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How the interval was made.
   */
  method?: Method;
  /**
   * How many answers it stands on: its denominator.
   */
  n?: number;
  /**
   * The first day of the period; absent over all time.
   */
  period?: string | null;
  /**
   * Of a rolling average, how many periods it is the mean of.
   */
  periods?: number | null;
  /**
   * Of a rolling metric, the last day of its window.
   */
  to?: string | null;
  /**
   * The metric; absent where nobody answered. NPS from −100 to 100, shares from 0 to 1, means and medians
   * on the scale of their answers.
   */
  value?: number | null;
  /**
   * Why it is withheld.
   */
  why?: string | null;
  /**
   * Whether it is withheld, for few answered, or it would show a group in which few did.
   */
  withheld?: boolean;
}
/**
 * Who answered, and what that does to the score.
 */
export interface Mix {
  /**
   * What the difference between two groups is made of.
   */
  changes: MixChange[];
  /**
   * The confidence of the intervals.
   */
  confidence: number;
  /**
   * Each group, by name.
   */
  groups: MixGroup[];
  /**
   * The standard mix.
   */
  standard: StandardShare[];
}
/**
 * What the difference between two groups is made of: E. M. Kitagawa, "Components of a Difference Between Two
 * Rates", Journal of the American Statistical Association 50 (1955) 1168–1194. Both parts sum to the
 * difference. A role that answered in one group only has the same score in both, so all that it brings is
 * mix. Intervals are normal, by the delta method.
 */
export interface MixChange {
  /**
   * The score of `to` less that of `from`.
   */
  difference: number;
  /**
   * The group that is taken for the beginning.
   */
  from: string;
  /**
   * What comes of other roles that answer.
   */
  mix: MixPart;
  /**
   * Both by role.
   */
  roles: RoleChange[];
  /**
   * The other.
   */
  to: string;
  /**
   * What comes of roles that answer otherwise.
   */
  within: MixPart;
}
/**
 * A part of a difference.
 */
export interface MixPart {
  /**
   * The upper end of its interval.
   */
  high: number;
  /**
   * The lower end of its interval.
   */
  low: number;
  /**
   * The part.
   */
  value: number;
}
/**
 * What one role brings to a difference.
 */
export interface RoleChange {
  /**
   * By being more or fewer.
   */
  mix: number;
  /**
   * The role.
   */
  role?: string | null;
  /**
   * By answering otherwise.
   */
  within: number;
}
/**
 * One group.
 */
export interface MixGroup {
  /**
   * Its name.
   */
  group: string;
  /**
   * The roles that answered.
   */
  roles: MixRole[];
  /**
   * The score of all its answers.
   */
  score: Estimate;
  /**
   * The score that it would have at the standard mix.
   */
  standardised: Standardised;
}
/**
 * One role in one group.
 */
export interface MixRole {
  /**
   * The role; absent where it is not known.
   */
  role?: string | null;
  /**
   * Its score.
   */
  score: Estimate;
  /**
   * Its share of the answers, with Wilson's interval; `n` is that of all answers.
   */
  share: Estimate;
}
/**
 * A score at a standard mix: direct standardisation (J. L. Fleiss, B. Levin, M. C. Paik, "Statistical Methods
 * for Rates and Proportions", 3rd edition, 2003, ch. 19). The interval is normal.
 */
export interface Standardised {
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * The roles of the standard mix that did not answer.
   */
  missing: (string | null)[];
  /**
   * The score; absent where a role of the standard mix did not answer.
   */
  value?: number | null;
}
/**
 * How much a role counts in the standard mix.
 */
export interface StandardShare {
  /**
   * The role.
   */
  role?: string | null;
  /**
   * Its share; all sum to 1.
   */
  share: number;
}
/**
 * A moment of truth in its place: importance × volume × gap.
 */
export interface MomentRank {
  /**
   * Its rank by our own judgement.
   */
  declared_rank?: number | null;
  /**
   * The target less the position, and no less than 0.
   */
  gap?: number | null;
  /**
   * How much it moves loyalty, as a driver's share says; 1 where that is not given.
   */
  importance: number;
  /**
   * Whether the importance was given.
   */
  importance_given: boolean;
  /**
   * The journey.
   */
  journey: string;
  /**
   * The metric of its stage, as it is answered at its touch point; absent of one that a rule sees.
   */
  metric?: string | null;
  /**
   * The moment.
   */
  moment: string;
  /**
   * The touch point at which it happens, or the rule that sees it.
   */
  of: string;
  /**
   * The number on the metric's scale from 0 to 1. What a rule sees went wrong each time: 0; or, where the rule
   * is one for praise, well: 1.
   */
  position?: number | null;
  /**
   * Its rank by weight, from 1; absent where there is nothing to go by. Of two that weigh the same, the one
   * of the better declared rank comes first, then the one first by name.
   */
  rank?: number | null;
  /**
   * The target on that scale.
   */
  target: number;
  /**
   * Where the target comes from.
   */
  target_from: TargetFrom;
  /**
   * The number.
   */
  value?: Estimate | null;
  /**
   * How many answers the number stands on, or how many alerts of the rule stand.
   */
  volume: number;
  /**
   * Importance × volume × gap: how many customers fall short, weighed.
   */
  weight?: number | null;
  /**
   * Whether that number is withheld, for few answered or it would show a group in which few did. Then its
   * volume is not told either.
   */
  withheld?: boolean;
}
/**
 * A touch point among those that it needs and those that need it.
 */
export interface NeedRow {
  /**
   * All that waits on it, directly or not, each once; the nearest first.
   */
  downstream: string[];
  /**
   * The touch points that need it themselves.
   */
  needed_by: string[];
  /**
   * The touch points that it needs itself.
   */
  needs: string[];
  /**
   * The unit that answers for its design.
   */
  owner?: string | null;
  /**
   * The touch point.
   */
  touch_point: string;
  /**
   * The units that answer for what waits on it, each once; the nearest first.
   */
  units_downstream: string[];
  /**
   * The units that answer for what it needs, each once; the nearest first.
   */
  units_upstream: string[];
  /**
   * All that it needs, directly or not, each once; the nearest first.
   */
  upstream: string[];
}
/**
 * How long until the next signal; times are in microseconds.
 */
export interface Next {
  /**
   * What the numbers take for granted, in sentences.
   */
  assumptions: string[];
  /**
   * The confidence of the intervals.
   */
  confidence: number;
  /**
   * How many customers have a signal from which time runs.
   */
  customers: number;
  /**
   * By group.
   */
  groups: SurvivalRow[];
  /**
   * Whether the groups differ; absent for one group, and where nothing happened while two were watched.
   */
  log_rank?: LogRank | null;
  /**
   * Signals of nobody, which nothing can follow.
   */
  no_customer: number;
  /**
   * Signals that are in no group: they are left out.
   */
  no_group: number;
  /**
   * Up to when it is known what came.
   */
  until: Time;
}
/**
 * The spells of one group.
 */
export interface SurvivalRow {
  /**
   * The share that still waits at the times that were asked for.
   */
  at: SurvivalPoint[];
  /**
   * How many were lost from sight before.
   */
  censored: number;
  /**
   * The group; absent where spells are not told apart.
   */
  group?: string | null;
  /**
   * In how many it happened.
   */
  happened: number;
  /**
   * The mean up to an end; absent without spells, or where nobody was watched until then.
   */
  mean?: RestrictedMean | null;
  /**
   * How long half of them wait at most.
   */
  median: Median;
  /**
   * How many spells there are.
   */
  n: number;
  /**
   * Each time at which it happened, in order.
   */
  steps: SurvivalStep[];
}
/**
 * The share that still waits at a time.
 */
export interface SurvivalPoint {
  /**
   * The time since the beginning.
   */
  at: number;
  /**
   * How many are still watched then.
   */
  at_risk: number;
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * The share; absent later than anybody was watched.
   */
  survival?: number | null;
}
/**
 * The mean time waited up to an end: the area below the curve (J. P. Klein, M. L. Moeschberger, "Survival
 * analysis", 2nd edition 2003, section 4.5). Groups are comparable by it where they have the same end.
 */
export interface RestrictedMean {
  /**
   * Its standard error.
   */
  error: number;
  /**
   * The upper end.
   */
  high: number;
  /**
   * The lower end of the interval.
   */
  low: number;
  /**
   * The end.
   */
  until: number;
  /**
   * The mean of the time waited, or of the end where that is earlier.
   */
  value: number;
}
/**
 * How long half of them wait at most.
 */
export interface Median {
  /**
   * The upper end; absent where it lies beyond what was watched.
   */
  high?: number | null;
  /**
   * The lower end of the interval: R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29–41, on the scale
   * of log(−log).
   */
  low?: number | null;
  /**
   * The first time after which no more than half still wait; absent where more than half do.
   */
  value?: number | null;
}
/**
 * A time at which it happened.
 */
export interface SurvivalStep {
  /**
   * The time since the beginning.
   */
  at: number;
  /**
   * How many were watched just before.
   */
  at_risk: number;
  /**
   * How many were lost from sight from then on, before the next step.
   */
  censored: number;
  /**
   * The standard error of that (M. Greenwood, "The natural duration of cancer", 1926); absent where
   * nobody is left.
   */
  error?: number | null;
  /**
   * In how many it happened then.
   */
  happened: number;
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * The lower end of the interval, on the scale of log(−log) (J. D. Kalbfleisch, R. L. Prentice, "The
   * statistical analysis of failure time data", 1980); absent where nobody is left.
   */
  low?: number | null;
  /**
   * The share that still waits after it.
   */
  survival: number;
}
/**
 * The log-rank test: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163–170; of several groups as in
 * J. P. Klein, M. L. Moeschberger, "Survival analysis", 2nd edition 2003, section 7.3.
 */
export interface LogRank {
  /**
   * Its degrees of freedom: one less than the groups that can be compared.
   */
  df: number;
  /**
   * By group, in order.
   */
  groups: LogRankRow[];
  /**
   * The chance of such a difference where there is none.
   */
  p: number;
  /**
   * Chi-squared.
   */
  statistic: number;
}
/**
 * A group of a log-rank test.
 */
export interface LogRankRow {
  /**
   * How often it would have, had it nothing to do with the group.
   */
  expected: number;
  /**
   * How often it happened in it.
   */
  happened: number;
}
/**
 * What is asked of the time until the next signal.
 */
export interface NextQuery {
  /**
   * The times at which the share still waiting is asked for.
   */
  at?: Span[];
  /**
   * What the signals from which time runs are told apart by: `channel`, `stage`, `party`, `segment`, a
   * field, `customer.tier`.
   */
  by?: string | null;
  /**
   * The confidence of the intervals; 0.95 if not said.
   */
  confidence?: number;
  /**
   * From which of a customer's signals; from each if not said.
   */
  each?: NextFrom & string;
  /**
   * The condition on the signals from which time runs, such as orders.
   */
  from: string;
  /**
   * The condition on the next signal of the customer that ends it; `from` if not said.
   */
  to?: string | null;
  /**
   * Up to when the mean is taken; as long as every group is watched if not said.
   */
  until?: Span | null;
}
/**
 * A notice, and when it was given.
 */
export interface NoticeRow {
  /**
   * The alert that it is about.
   */
  alert?: string | null;
  /**
   * When.
   */
  at: Time;
  /**
   * The case that it is about.
   */
  case?: string | null;
  /**
   * The employee whose coaching it is about.
   */
  employee?: string | null;
  /**
   * Its id, derived from what it says to whom: deliver each id once.
   */
  id: string;
  /**
   * The improvement that it is about.
   */
  improvement?: string | null;
  /**
   * The digest that will bring it: it is not to be delivered by itself.
   */
  in_digest?: string | null;
  /**
   * What it is about, to whom: of two notices of one key, the later makes the earlier needless.
   */
  key?: string;
  /**
   * Why.
   */
  kind: NoticeKind;
  /**
   * Of a digest, the ids of the notices that it brings.
   */
  notices?: string[];
  /**
   * Whom.
   */
  to: Audience;
  /**
   * Of praise, the customer's own words, where whoever it is for may see them.
   */
  verbatim?: string | null;
}
/**
 * What it takes to open a case by hand, without an engine.
 */
export interface OpenCase {
  /**
   * The signal behind it.
   */
  about?: About;
  /**
   * The alert behind it.
   */
  alert?: CaseAlert | null;
  /**
   * When.
   */
  at: Time;
  /**
   * Its type, as the program declares it.
   */
  case_type: string;
  /**
   * The customer.
   */
  customer?: string | null;
  /**
   * Its id; derived from the rest if not said.
   */
  id?: string | null;
  /**
   * The person who answers for it.
   */
  person?: string | null;
  /**
   * Its priority; the usual one if not said.
   */
  priority?: string | null;
  /**
   * The value that its alerts have in common.
   */
  same?: string | null;
  /**
   * The segments that the customer is in, for targets that tell them apart.
   */
  segments?: string[];
  /**
   * The unit that answers for it.
   */
  unit?: string | null;
}
/**
 * Whether something rises with the order of groups, or with another number.
 */
export interface OrderTrend {
  /**
   * Which test.
   */
  method: OrderTest;
  /**
   * How many answers.
   */
  n: number;
  /**
   * The chance of a z as far from 0 where there is no trend, on either side.
   */
  p?: number | null;
  /**
   * Kendall's tau-b, −1 to 1; absent for shares.
   */
  tau?: number | null;
  /**
   * The test's z, positive where it rises; absent where one side is all the same.
   */
  z?: number | null;
}
/**
 * What came after answers, by band.
 */
export interface OutcomeByBand {
  /**
   * What the numbers take for granted, in sentences.
   */
  assumptions: string[];
  /**
   * The bands, the lowest first.
   */
  bands: BandRow[];
  /**
   * Each band less the lowest one that has customers.
   */
  differences: BandDifference[];
  /**
   * Answers of customers who have an earlier or later one that counts: they do not.
   */
  further_answers: number;
  /**
   * What the outcome is made into.
   */
  kind: OutcomeKind;
  /**
   * Answers that count nothing: without a weight, worth no points, or without the other of a gap.
   */
  left_out?: number | null;
  /**
   * The metric.
   */
  metric: string;
  /**
   * Answers of nobody, after whom nothing can be seen.
   */
  no_customer: number;
  /**
   * The outcome.
   */
  outcome: string;
  /**
   * Whether the outcome rises from band to band.
   */
  trend: OrderTrend;
  /**
   * Up to when it is known what came.
   */
  until: Time;
}
/**
 * A band of answers, and what came after them.
 */
export interface BandRow {
  /**
   * The band.
   */
  band: string;
  /**
   * Customers whose time is not over and for whom something came already: left out too, since those who
   * still wait beside them are.
   */
  early: number;
  /**
   * Of a metric with weights, how many customers of the same weight would be as sure (Kish).
   */
  effective_n?: number | null;
  /**
   * Customers for whom something came whose value is not said: left out.
   */
  no_value: number;
  /**
   * Customers whose time is over and for whom nothing came: no's of a share, left out of a mean.
   */
  nothing_came: number;
  /**
   * The share with the outcome, with Wilson's interval, or its mean, with Student's.
   */
  outcome: Estimate;
  /**
   * Customers whose time is not over and for whom nothing has come yet: left out, and never a no.
   */
  waiting: number;
}
/**
 * One band less another.
 */
export interface BandDifference {
  /**
   * The band.
   */
  band: string;
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * The degrees of freedom of a t.
   */
  df?: number | null;
  /**
   * The first number less the second; absent where one of them is.
   */
  difference?: number | null;
  /**
   * With weights, how many answers of the same weight would be as sure (Kish): the test is that of so many.
   *
   * @minItems 2
   * @maxItems 2
   */
  effective_n?: [number, number] | null;
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The one that is taken off.
   */
  less: string;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How they were compared.
   */
  method: Test;
  /**
   * How many answers each stands on.
   *
   * @minItems 2
   * @maxItems 2
   */
  n: [number, number];
  /**
   * The chance of such a difference, on either side, where there is none.
   */
  p?: number | null;
  /**
   * The test's z or t.
   */
  statistic?: number | null;
}
/**
 * What is asked of an outcome.
 */
export interface OutcomeQuery {
  /**
   * Where bands of the answer begin, rising: `[7, 9]` makes three. Of points it is what an answer is worth, of
   * a gap the difference. If not said, the metric's own: detractor, passive, promoter; in the top box or
   * below it; yes or no. Means, medians, points and gaps have none of their own.
   */
  bands?: number[];
  /**
   * The confidence of the intervals; 0.95 if not said.
   */
  confidence?: number;
  /**
   * The metric whose answers are looked at.
   */
  metric: string;
  /**
   * The outcome, as the program declares it.
   */
  outcome: string;
  /**
   * Which answer of a customer counts; the first if not said.
   */
  take?: Take & string;
}
/**
 * Actual paths, as a picture: activities, and what follows them directly.
 */
export interface PathMap {
  /**
   * What happened, in the order along the path: a step to one further on goes ahead, one to an earlier
   * one goes back.
   */
  activities: PathActivity[];
  /**
   * Only steps that at least this share of the instances take are drawn, 0 to 1; but of every activity
   * the most frequent step to it, and from it. How many are left out is written below. All are drawn if
   * not said.
   */
  at_least?: number;
  /**
   * How many instances there are.
   */
  instances: number;
  /**
   * What follows what directly.
   */
  steps: PathStep[];
  /**
   * What stands below the title: the period, the segment.
   */
  subtitle?: Label | null;
  /**
   * What stands above it.
   */
  title: Label;
}
/**
 * Something that happened.
 */
export interface PathActivity {
  /**
   * How many instances begin with it.
   */
  first?: number;
  /**
   * Its id, by which steps name it.
   */
  id: string;
  /**
   * What it is called; its id if not said.
   */
  label?: Label | null;
  /**
   * How many instances end with it.
   */
  last?: number;
  /**
   * How often it happened.
   */
  n: number;
}
/**
 * An activity that follows another directly.
 */
export interface PathStep {
  /**
   * The activity before, by its id.
   */
  from: string;
  /**
   * In how many instances; as often as it happened if not said.
   */
  instances?: number | null;
  /**
   * The median time from the one to the other, in microseconds.
   */
  median_us?: number | null;
  /**
   * How often.
   */
  n: number;
  /**
   * The activity after, by its id.
   */
  to: string;
}
/**
 * A program or mapping file that cannot be used, with everything that was found.
 */
export interface ProgramError {
  /**
   * The findings in the order of their places; at least one is an error.
   */
  diagnostics: Diagnostic[];
}
/**
 * A promise as it stands at an instant.
 */
export interface PromiseStanding {
  /**
   * When it was broken, as far as that was told: at its due by itself, or before by somebody who
   * said so.
   */
  broken_at?: Time | null;
  /**
   * The person who promised it.
   */
  by: string;
  /**
   * By when it is kept; at that instant is too late.
   */
  due: Time;
  /**
   * Its id, derived from what was promised, by whom and when.
   */
  id: string;
  /**
   * When it was done. At its due or later, or once it was broken, that is late: it stays broken.
   */
  kept_at?: Time | null;
  /**
   * When.
   */
  made_at: Time;
  /**
   * Why it will not be kept, where somebody said so.
   */
  reason?: string | null;
  /**
   * Where it stands.
   */
  state: PromiseState;
  /**
   * What was promised.
   */
  text: string;
}
/**
 * One feature beside the others.
 */
export interface QuadrantRow {
  /**
   * Its name.
   */
  feature: string;
  /**
   * Its share of what all features explain, 0 to 1.
   */
  importance: number;
  /**
   * Its mean on its scale, 0 to 1.
   */
  performance: number;
  /**
   * Where it stands, beside the mean importance and the mean performance of the features.
   */
  quadrant: Quadrant;
}
/**
 * How often customers praised a person, or the people of a unit.
 */
export interface RecognitionRow {
  /**
   * The person or unit; absent where no unit is known.
   */
  group?: string | null;
  /**
   * How often: once for each alert of praise that stands, and each person.
   */
  n: number;
}
/**
 * Recovered customers beside comparable unrecovered ones.
 */
export interface Recovered {
  /**
   * What the numbers take for granted, in sentences.
   */
  assumptions: string[];
  /**
   * Recovered less comparable unrecovered customers.
   */
  difference: Stratified;
  /**
   * What it is made into.
   */
  kind: OutcomeKind;
  /**
   * Who does not count.
   */
  left_out: RecoveredLeftOut;
  /**
   * The outcome.
   */
  outcome: string;
  /**
   * The same of the time before the concern, when recovery can have done nothing; absent where nobody is
   * known for so long.
   */
  placebo?: Stratified | null;
  /**
   * Whether the placebo's interval holds 0; absent where there is none.
   */
  placebo_holds?: boolean | null;
  /**
   * The outcome of all recovered customers, comparable or not.
   */
  recovered: Estimate;
  /**
   * What it comes to, as a sentence.
   */
  sentence: string;
  /**
   * That of all others.
   */
  unrecovered: Estimate;
}
/**
 * The difference between two groups within strata.
 */
export interface Stratified {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * The degrees of freedom of a t.
   */
  df?: number | null;
  /**
   * The first group less the second; absent where no stratum has both.
   */
  difference?: number | null;
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * How many of each group are left out, in strata without the other.
   *
   * @minItems 2
   * @maxItems 2
   */
  left_out: [number, number];
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How it was made.
   */
  method: StrataMethod;
  /**
   * How many of each group count: those in strata with both.
   *
   * @minItems 2
   * @maxItems 2
   */
  n: [number, number];
  /**
   * The chance of such a difference where there is none.
   */
  p?: number | null;
  /**
   * The test's z or t.
   */
  statistic?: number | null;
  /**
   * Strata with both groups.
   */
  strata: number;
  /**
   * Strata without one of the groups.
   */
  strata_left_out: number;
}
/**
 * Customers with a concern who do not count, by why. Those in strata without the other group are counted
 * with the difference.
 */
export interface RecoveredLeftOut {
  /**
   * The signal that opened the case is not among those given, or is nobody's.
   */
  no_signal: number;
  /**
   * Something came whose value is not said.
   */
  no_value: number;
  /**
   * Nothing came, and the outcome is a mean.
   */
  nothing_came: number;
  /**
   * The outcome came before it was settled who is recovered.
   */
  outcome_before: number;
  /**
   * The time for the outcome is not over.
   */
  waiting: number;
}
/**
 * What is asked of recovered customers.
 */
export interface RecoveredQuery {
  /**
   * In what customers must be alike to be held side by side: `rule`, `priority`, `case_type` or `period`
   * (the month) of the case, or of the signal that opened it `stage`, `channel`, `segment`, a field,
   * `customer.tier` and the like.
   */
  alike?: string[];
  /**
   * The confidence of the intervals; 0.95 if not said.
   */
  confidence?: number;
  /**
   * The outcome, as the program declares it.
   */
  outcome: string;
  /**
   * How long after the case was opened it is settled who is recovered, and the time for the outcome
   * begins; 30 days if not said.
   */
  settled?: Span;
  /**
   * Whether silence counts as recovered too: asked, and no objection in the policy's time. Not if not
   * said.
   */
  undisputed?: boolean;
}
/**
 * A refused input.
 */
export interface Refused {
  /**
   * Why.
   */
  error: ErrorFields;
  /**
   * Its id.
   */
  id: string;
}
/**
 * What a new program or roster does to open cases.
 */
export interface Reorganisation {
  /**
   * The open cases that lose something, by id.
   */
  cases: Reorganised[];
}
/**
 * An open case that loses something.
 */
export interface Reorganised {
  /**
   * Its id.
   */
  case: string;
  /**
   * The steps of escalation still to come that would not find whom they are to call for.
   */
  escalations?: LostStep[];
  /**
   * What it loses.
   */
  loses: Loses[];
  /**
   * The person who has it.
   */
  person?: string | null;
  /**
   * The person who has it then; the same where nobody else is found.
   */
  to_person?: string | null;
  /**
   * The unit that answers for it then.
   */
  to_unit?: string | null;
  /**
   * The unit that answers for it.
   */
  unit?: string | null;
}
/**
 * A step of escalation that would not find whom it is to call for.
 */
export interface LostStep {
  /**
   * Who would be called for instead, as things stand now; absent where nobody is there.
   */
  person?: string | null;
  /**
   * The step.
   */
  step: string;
  /**
   * Whom it is to call for: a unit, a role, or `up`.
   */
  to: string;
  /**
   * The unit in which they are, or which is called for as a whole.
   */
  unit?: string | null;
}
/**
 * A way from an activity back to it, within instances: in process mining, a loop.
 *
 * An instance is read from its beginning, and its path kept without repetition: an activity that is on
 * the path already ends a way back to it, which is cut out of the path. So each event that comes again
 * ends just one way back, and none holds an activity twice: of `a b b a`, the second `b` ends `b`, and
 * the second `a` ends `a b`.
 */
export interface RepeatRow {
  /**
   * How long it took until the activity came again.
   */
  durations: Durations;
  /**
   * In how many instances.
   */
  instances: number;
  /**
   * How often, in all instances.
   */
  n: number;
  /**
   * The activities on the way, from the one that comes again; one alone follows itself.
   */
  path: string[];
  /**
   * Of the instances that reach the activity, the share with this way back. With Wilson's
   * interval.
   */
  share: Estimate;
}
/**
 * Of the instances that begin in one period, those with an event in a later one.
 */
export interface RetentionRow {
  /**
   * How many periods later that is; 0 is the same.
   */
  after: number;
  /**
   * The first day of the period in which they begin.
   */
  cohort: string;
  /**
   * How many of them have an event in it.
   */
  n: number;
  /**
   * The first day of the period that is looked at.
   */
  period: string;
  /**
   * Of all that begin there, the share that have. With Wilson's interval.
   */
  share: Estimate;
}
/**
 * The reviews of a report that are due from people of a level: one for each unit and period of which there is
 * something to report, and each person of the report's roles in that unit.
 */
export interface ReviewRow {
  /**
   * The reviews whose time is up, and those that came before: all but those still to come.
   */
  due: number;
  /**
   * Those that came in time.
   */
  in_time: number;
  /**
   * In time, as a share of those due.
   */
  in_time_rate: Estimate;
  /**
   * Those that came too late.
   */
  late: number;
  /**
   * The level of the people.
   */
  level: Level;
  /**
   * Those that have not come.
   */
  missing: number;
  /**
   * The report.
   */
  report: string;
  /**
   * Those that are still to come, and have time.
   */
  to_come: number;
}
/**
 * The stages of a journey with their numbers, as a picture.
 */
export interface Scorecard {
  /**
   * What was heard at none of the stages.
   */
  elsewhere?: Elsewhere | null;
  /**
   * The stages, in order.
   */
  stages: ScoreRow[];
  /**
   * What stands below the title: the period, the segment.
   */
  subtitle?: Label | null;
  /**
   * What stands above it.
   */
  title: Label;
}
/**
 * A stage and its numbers; what is not known is left out.
 */
export interface ScoreRow {
  /**
   * The units that answer for it.
   */
  accountable?: Label[];
  /**
   * How many concerns.
   */
  concerns?: number | null;
  /**
   * What it is called.
   */
  label: Label;
  /**
   * The metric that it is judged by.
   */
  metric?: Measure | null;
  /**
   * How many cases are open.
   */
  open?: number | null;
  /**
   * How much praise.
   */
  praise?: number | null;
  /**
   * How many signals came.
   */
  volume?: number | null;
}
/**
 * A case as somebody sees it.
 */
export interface SeenCase {
  /**
   * The case, as far as it is seen.
   */
  case: Case;
  /**
   * What anybody wrote in their own words was taken out.
   */
  redacted: boolean;
}
/**
 * A stage, across all units that serve it.
 */
export interface StageScores {
  /**
   * Who shares it.
   */
  accountable: string[];
  /**
   * The journey.
   */
  journey: string;
  /**
   * What the stage is called.
   */
  label: Label;
  /**
   * The loop over all cases that were opened at the stage.
   */
  loop: LoopRow;
  /**
   * The metric that it is judged by.
   */
  metric?: string | null;
  /**
   * The number of the stage, which all that are accountable share.
   */
  shared?: Estimate | null;
  /**
   * The stage.
   */
  stage: string;
  /**
   * Each unit that serves the stage, by id: those with answers or cases there, those accountable, and the
   * owners of its touch points.
   */
  units: UnitScore[];
  /**
   * Whether that number is withheld, for few answered or it would show a group in which few did.
   */
  withheld: boolean;
}
/**
 * A unit at a stage.
 */
export interface UnitScore {
  /**
   * Whether it shares the number of the stage.
   */
  is_accountable: boolean;
  /**
   * What it is called.
   */
  label: Label;
  /**
   * The loop over its own cases that were opened there.
   */
  loop: LoopRow;
  /**
   * The unit.
   */
  unit: string;
  /**
   * Its own number there, without units below.
   */
  value?: Estimate | null;
  /**
   * Whether that number is withheld.
   */
  withheld: boolean;
}
/**
 * What customers do beside what they say.
 */
export interface StagesBehaviour {
  /**
   * How each rate goes with the metric over stages: where all stages have the same one, and at least
   * five have both numbers.
   */
  correlations: StageCorrelation[];
  /**
   * The journey.
   */
  journey: string;
  /**
   * Its stages, in order.
   */
  stages: StageBehaviour[];
}
/**
 * How a rate goes with the metric over stages.
 */
export interface StageCorrelation {
  /**
   * Which test.
   */
  method: OrderTest;
  /**
   * How many answers.
   */
  n: number;
  /**
   * The chance of a z as far from 0 where there is no trend, on either side.
   */
  p?: number | null;
  /**
   * The rate.
   */
  rate: string;
  /**
   * Kendall's tau-b, −1 to 1; absent for shares.
   */
  tau?: number | null;
  /**
   * The test's z, positive where it rises; absent where one side is all the same.
   */
  z?: number | null;
}
/**
 * One stage.
 */
export interface StageBehaviour {
  /**
   * Its number, of the answers at the stage.
   */
  estimate?: Estimate | null;
  /**
   * The metric; absent where the stage has none.
   */
  metric?: string | null;
  /**
   * The rates; one is absent where there is nothing at the stage that it could be a rate of.
   */
  rates: {
    [k: string]: EventRate;
  };
  /**
   * The stage.
   */
  stage: string;
}
/**
 * What is asked of the stages of a journey.
 */
export interface StagesQuery {
  /**
   * The confidence of the intervals; 0.95 if not said.
   */
  confidence?: number;
  /**
   * The journey.
   */
  journey: string;
  /**
   * One metric for all stages; each stage's own if not said.
   */
  metric?: string | null;
  /**
   * The rates, by a name of your own; they are told apart by stage.
   */
  rates: {
    [k: string]: StageRate;
  };
}
/**
 * A rate at each stage.
 */
export interface StageRate {
  /**
   * The condition on the signals that are counted.
   */
  of: string;
  /**
   * The condition on the signals that it is a rate of.
   */
  per: string;
  /**
   * The field that says which of these it belongs to.
   */
  same?: string | null;
}
/**
 * Instances that stop after an activity without an end.
 */
export interface StopRow {
  /**
   * The activity.
   */
  activity: string;
  /**
   * How long those had taken by then, from their first event.
   */
  durations: Durations;
  /**
   * Of the instances that reach it, the share that stop there. With Wilson's interval.
   */
  share: Estimate;
  /**
   * How many instances stop after it.
   */
  stopped: number;
}
/**
 * How long it takes until something happens, by group.
 */
export interface Survivals {
  /**
   * The confidence of the intervals.
   */
  confidence: number;
  /**
   * By group.
   */
  groups: SurvivalRow[];
  /**
   * Whether the groups differ; absent for one group, and where nothing happened while two were watched.
   */
  log_rank?: LogRank | null;
}
/**
 * The time that the cases of a group lost in waiting on somebody.
 */
export interface TimeLostRow {
  /**
   * How long they were together, in microseconds, day and night; one that goes on, up to now.
   */
  elapsed_us: number;
  /**
   * The unit or case type; absent where no unit is known.
   */
  group?: string | null;
  /**
   * How many waits. One in which a case changes hands counts with each unit that had it.
   */
  n: number;
  /**
   * What was waited on.
   */
  on: WaitingOn;
}
/**
 * An activity that follows another directly, within an instance.
 */
export interface TransitionRow {
  /**
   * How long it took from the one to the other.
   */
  durations: Durations;
  /**
   * The activity before.
   */
  from: string;
  /**
   * In how many instances.
   */
  instances: number;
  /**
   * How often, in all instances.
   */
  n: number;
  /**
   * The activity after.
   */
  to: string;
}
/**
 * A trend by Mann and Kendall, with Sen's slope.
 *
 * H. B. Mann, Econometrica 13 (1945) 245–259; the variance with ties and the correction for continuity as
 * in R. O. Gilbert, "Statistical Methods for Environmental Pollution Monitoring" (1987), chapter 16; the
 * slope and its interval by P. K. Sen, JASA 63 (1968) 1379–1389. It asks that periods are independent of
 * each other: a rolling average is not.
 */
export interface Trend {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * The upper end.
   */
  high?: number | null;
  /**
   * The lower end of the slope's interval; absent where so few periods hold none.
   */
  low?: number | null;
  /**
   * How many periods have a number.
   */
  n: number;
  /**
   * The chance of an S as far from 0 where there is no trend, on either side; absent for fewer than
   * three periods.
   */
  p?: number | null;
  /**
   * Pairs of periods that rise less those that fall.
   */
  s: number;
  /**
   * The median change from one period to the next.
   */
  slope?: number | null;
  /**
   * S by the number of pairs, −1 to 1: Kendall's tau-a; absent for fewer than two periods.
   */
  tau?: number | null;
}
/**
 * How many signals belong to no instance of a journey, for one reason.
 */
export interface UnassignedRow {
  /**
   * The reason.
   */
  reason: Reason;
  /**
   * How many.
   */
  signals: number;
}
/**
 * What was heard in a unit, and in those below it, in a local period.
 */
export interface UnitReport {
  /**
   * What caused the cases that were opened in the period, the largest group first.
   */
  causes: CauseRow[];
  /**
   * Whether the period is over.
   */
  is_over: boolean;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The loop over the cases that were opened in the period.
   */
  loop: LoopRow;
  /**
   * The metrics, beside the period before.
   */
  metrics: MetricChange[];
  /**
   * The concerns without a closed case.
   */
  open_concerns: OpenConcerns;
  /**
   * The first day of the period.
   */
  period: string;
  /**
   * How much praise came in the period; known to a run alone.
   */
  praise?: number | null;
  /**
   * The report, as the program declares it.
   */
  report: string;
  /**
   * By when it is to be reviewed, that instant included.
   */
  review_due?: Time | null;
  /**
   * Who has reviewed it, by person.
   */
  reviewed: ReviewMark[];
  /**
   * All of it as Markdown, in English.
   */
  text: string;
  /**
   * The unit.
   */
  unit: string;
  /**
   * The unit and those below it, all of which count.
   */
  units: string[];
  /**
   * The first day behind it.
   */
  until: string;
  /**
   * Customers in their own words, spread over what they answered, the least content first.
   */
  voices: Voice[];
  /**
   * How many there were to choose from; none where a number of the period is withheld, as its voices are.
   */
  voices_of: number;
}
/**
 * A metric of a period, beside the period before.
 */
export interface MetricChange {
  /**
   * In the period before; absent where it is withheld.
   */
  before?: Estimate | null;
  /**
   * Now less before, with its interval and test; absent where either is withheld.
   */
  change?: Comparison | null;
  /**
   * Its name for people.
   */
  label?: Label | null;
  /**
   * The metric.
   */
  metric: string;
  /**
   * In the period; absent where it is withheld.
   */
  now?: Estimate | null;
  /**
   * The least and the most that it can be; absent where nothing says so.
   *
   * @minItems 2
   * @maxItems 2
   */
  scale?: [number, number] | null;
  /**
   * Why a number is withheld, where one is.
   */
  why?: string | null;
}
/**
 * The concerns of a period without a closed case.
 */
export interface OpenConcerns {
  /**
   * These cases, by id.
   */
  cases: string[];
  /**
   * Those that stand behind cases, opened in the period, that are not closed.
   */
  on_cases: number;
  /**
   * Those raised in the period that got no case; known to a run alone.
   */
  without_case?: number | null;
}
/**
 * That somebody has reviewed a report.
 */
export interface ReviewMark {
  /**
   * When first.
   */
  at: Time;
  /**
   * The person, by id.
   */
  by: string;
  /**
   * Whether that was in time; absent where the program does not say by when.
   */
  in_time?: boolean | null;
}
/**
 * A signal behind a number. What somebody may not see is left out.
 */
export interface Voice {
  /**
   * When; absent where the signal is not retained, and only its case tells of it.
   */
  at?: Time | null;
  /**
   * The cases whose alerts fired at it, by id.
   */
  cases?: string[];
  /**
   * The channel.
   */
  channel?: string | null;
  /**
   * The customer.
   */
  customer?: string | null;
  /**
   * The answers and facts.
   */
  fields?: {
    [k: string]: Value;
  };
  /**
   * Its kind.
   */
  kind?: string | null;
  /**
   * What the person may not see was left out.
   */
  redacted?: boolean;
  /**
   * The id of the input that brought it.
   */
  signal: string;
  /**
   * The stage.
   */
  stage?: string | null;
  /**
   * The interaction.
   */
  touch_point?: string | null;
  /**
   * The unit that served the customer.
   */
  unit?: string | null;
  /**
   * The customer's own words.
   */
  verbatim?: string | null;
}
/**
 * What a unit came to in a period, beside its target.
 */
export interface UnitValue {
  /**
   * Whether it is to come to at most that.
   */
  at_most?: boolean;
  /**
   * The upper end of its interval.
   */
  high: number;
  /**
   * The lower end of its interval.
   */
  low: number;
  /**
   * How many answers it stands on.
   */
  n?: number | null;
  /**
   * The first day of the period.
   */
  period?: string | null;
  /**
   * What it is to come to at least.
   */
  target: number;
  /**
   * The unit.
   */
  unit: string;
  /**
   * The number: a mean, a share, NPS.
   */
  value: number;
}
/**
 * One thing that a score is used for.
 */
export interface UseRow {
  /**
   * What it is used for; absent of a metric for which nothing is registered.
   */
  for?: Purpose | null;
  /**
   * Whether somebody gains or loses by the score.
   */
  has_stakes: boolean;
  /**
   * The metric.
   */
  metric: string;
  /**
   * Those who are named and are not among the people that are given.
   */
  not_in_roster: string[];
  /**
   * Those whom it touches by name.
   */
  people: string[];
  /**
   * The roles of the people whom it touches.
   */
  roles: string[];
  /**
   * The units where something looks like gaming.
   */
  signs: UseSign[];
  /**
   * The surveys that ask for what it is made of; none of a rate.
   */
  surveys: string[];
  /**
   * Everybody whom it touches, by id, where the people are given.
   */
  touched: Touched[];
}
/**
 * What looks like gaming, and who gains by it.
 */
export interface UseSign {
  /**
   * Those whom the use touches who work in the unit or above it, by id, where the people are given.
   */
  people: string[];
  /**
   * The sign.
   */
  sign: Sign;
  /**
   * The unit.
   */
  unit: string;
  /**
   * The sign and the use in a sentence each.
   */
  words: string;
}
/**
 * Somebody whom the use of a score touches.
 */
export interface Touched {
  /**
   * Whether they are named; by their role if not.
   */
  by_name: boolean;
  /**
   * Their id.
   */
  person: string;
  /**
   * Their role.
   */
  role: string;
  /**
   * The units in which they work.
   */
  units: string[];
}
/**
 * Instances that took the same path: the same activities in the same order.
 */
export interface VariantRow {
  /**
   * How long they took.
   */
  durations: Durations;
  /**
   * The first of them in the log.
   */
  example: string;
  /**
   * How many instances.
   */
  instances: number;
  /**
   * The activities, in order.
   */
  path: string[];
  /**
   * Of all instances, 0 to 1.
   */
  share: number;
}
/**
 * What customers said behind a number.
 */
export interface Voices {
  /**
   * The cases that they raised, by id: of all of them, listed or not.
   */
  cases: string[];
  /**
   * What to do where some are not retained.
   */
  hint?: string | null;
  /**
   * What the number stands on: answers of a metric, cases otherwise.
   */
  n: number;
  /**
   * How many answers of a metric come of signals that are not retained any more; a run has them.
   */
  not_retained?: number;
  /**
   * How many signals behind it are known here.
   */
  total: number;
  /**
   * The signals, up to the limit.
   */
  voices: Voice[];
}
/**
 * Which number is meant, of which the voices are wanted: one of `metric`, `loop` and `causes`.
 */
export interface VoicesQuery {
  /**
   * A row of causes, by its `group`.
   */
  causes?: {
    [k: string]: string | null;
  } | null;
  /**
   * Of a metric, the length of the local period.
   */
  every?: Span | null;
  /**
   * Of a metric or the loop, the group: `null` for signals or cases without a value.
   */
  group?: {
    [k: string]: string | null;
  };
  /**
   * At most so many are listed.
   */
  limit?: number;
  /**
   * A number of the loop's health, in the `group` that is said: by one name, as the health is told by.
   */
  loop?: LoopNumber | null;
  /**
   * A metric of the program, in the `group` and `period` that are said.
   */
  metric?: string | null;
  /**
   * Of a metric, groups of fewer answers are withheld, and their voices too; the `privacy` of the program
   * holds where it says more.
   */
  min_n?: number | null;
  /**
   * In which order.
   */
  order?: VoiceOrder & string;
  /**
   * Of a metric, the first day of the period, as its rows say it.
   */
  period?: string | null;
  /**
   * The person who asks, for whom what their role does not grant is left out; the host if not said.
   */
  person?: string | null;
}
/**
 * An estimate of weighted answers.
 */
export interface Weighted {
  /**
   * The confidence of the interval.
   */
  confidence: number;
  /**
   * By how much the weights make the variance larger: n / `effective_n`; absent without answers.
   */
  design_effect?: number | null;
  /**
   * How many answers of the same weight would be as sure: (Σw)² / Σw² (L. Kish, "Survey Sampling",
   * 1965, §11.7).
   */
  effective_n: number;
  /**
   * The upper end of the interval.
   */
  high?: number | null;
  /**
   * The lower end of the interval.
   */
  low?: number | null;
  /**
   * How the interval was made.
   */
  method: Method;
  /**
   * How many answers it stands on: its denominator.
   */
  n: number;
  /**
   * The metric; absent where nobody answered. NPS from −100 to 100, shares from 0 to 1, means and medians
   * on the scale of their answers.
   */
  value?: number | null;
}
/**
 * Why a rule did not fire, or that it did.
 */
export interface WhyNot {
  /**
   * The alerts that there are from `at` to the nearest signal, both included.
   */
  alerts?: Firing[];
  /**
   * What it comes down to.
   */
  answer: Answer;
  /**
   * The instant that was asked about.
   */
  at: Time;
  /**
   * The customer.
   */
  customer: string;
  /**
   * Since when the rule is in force and means what it does; absent since the first version of the
   * program. It looks at no signal before.
   */
  in_force_since?: Time | null;
  /**
   * All of it in plain English.
   */
  paragraph: string;
  /**
   * How far the pattern has got; absent for a rule without a pattern, and where nothing is to be told.
   */
  progress?: Progress | null;
  /**
   * From when signals are retained; absent where all are.
   */
  retained_from?: Time | null;
  /**
   * The rule.
   */
  rule: string;
  /**
   * The signals of the customer nearest to `at`, with what the rule found there. Only signals from
   * `retained_from` on are looked at.
   */
  signals: Considered[];
  /**
   * The same question of the rules on whose alerts it waits.
   */
  waits_on?: WhyNot[];
  /**
   * When it will have seen all that it looks back on; absent where it has.
   */
  warming_until?: Time | null;
}
/**
 * An alert that there is.
 */
export interface Firing {
  /**
   * Its id.
   */
  alert: string;
  /**
   * When.
   */
  at: Time;
  /**
   * The signal at which it fired.
   */
  signal: string;
  /**
   * What became of it.
   */
  standing: Standing;
}
/**
 * A signal that was looked at.
 */
export interface Considered {
  /**
   * Its instant.
   */
  at: Time;
  /**
   * The values that the pattern goes by and the signal lacks.
   */
  lacks?: string[];
  /**
   * It came later than its lateness: patterns do not see it.
   */
  late: boolean;
  /**
   * Its id.
   */
  signal: string;
  /**
   * The conditions of the rule.
   */
  tests: Tested[];
}
/**
 * A condition of a rule at a signal.
 */
export interface Tested {
  /**
   * Its clauses.
   */
  clauses: Clause[];
  /**
   * Its truth.
   */
  outcome: Outcome;
  /**
   * Which one: `when`, `absent`, `of`, `unless`, or `step_1` and so on.
   */
  part: string;
}
