"""Looking for rules in the open table, and counting the rows that break them."""

from collections.abc import Generator

from synthdesk.domain.control import Control
from synthdesk.domain.events import Event
from synthdesk.domain.messages import message
from synthdesk.domain.rule_effects import RulesTogether
from synthdesk.domain.rules import RuleFinding
from synthdesk.jobs import tables
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import CountRules, CountTogether, FindRules
from synthdesk.preprocessing import rule_finding, treating


def find_rules(request: FindRules, control: Control) -> Generator[Event, None, tuple[RuleFinding, ...]]:
    """Look for rules, see `FindRules`."""

    def work(_: Report) -> tuple[RuleFinding, ...]:
        texts = tables.load_texts(request.work_folder)
        values, schema = tables.reshaped_values(texts, request.schema, request.plan)
        return rule_finding.find_rules(values, schema, request.plan)

    return (yield from reported(message("Looking for rules"), control, work))


def count_rules(request: CountRules, control: Control) -> Generator[Event, None, tuple[RuleFinding, ...]]:
    """Count the rows that break rules, see `CountRules`."""

    def work(_: Report) -> tuple[RuleFinding, ...]:
        texts = tables.load_texts(request.work_folder)
        values, schema = tables.reshaped_values(texts, request.schema, request.plan)
        return rule_finding.count_rules(values, schema, request.plan, request.rules)

    return (yield from reported(message("Counting the rows that break a rule"), control, work))


def count_together(request: CountTogether, control: Control) -> Generator[Event, None, RulesTogether]:
    """Count the rows that break any rule, see `CountTogether`."""

    def work(_: Report) -> RulesTogether:
        texts = tables.load_texts(request.work_folder)
        values, schema = tables.reshaped_values(texts, request.schema, request.plan)
        return treating.together(values, schema, request.plan)

    return (yield from reported(message("Counting the rows that break a rule"), control, work))
