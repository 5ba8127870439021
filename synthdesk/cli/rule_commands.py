"""`rules`: what a table seems to obey, and a recipe in which it always holds."""

import json
from argparse import Namespace
from dataclasses import dataclass, replace

from synthdesk.cli.console import Console
from synthdesk.cli.opening import absolute, load_recipe, read_answered, read_for_recipe, work_folder
from synthdesk.cli.running import do
from synthdesk.cli.targets import check_folder
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.rule_effects import RulesTogether
from synthdesk.domain.rules import RuleFinding, RulePlan, words
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.requests import CountRules, CountTogether, FindRules
from synthdesk.storage import codec, recipe_file


@dataclass(frozen=True, slots=True)
class _Listed:
    """What `--json` prints."""

    rules: tuple[RuleFinding, ...]
    together: RulesTogether | None


def rules(arguments: Namespace, console: Console) -> None:
    """Print the rules of the recipe and those that were found, each with the rows that break it."""
    given = load_recipe(arguments.recipe) if arguments.recipe else None
    out = absolute(arguments.out) if arguments.out else None
    if out is not None:
        check_folder(out)
    with work_folder() as folder:
        path = absolute(arguments.file)
        if given is not None:
            read_for_recipe(path, given, arguments, folder, console)
            recipe = given
        else:
            table = read_answered(path, arguments, folder, console)
            recipe = Recipe(table.schema, PreprocessPlan(), config_for(Preset.BALANCED))
        fares = _fares(recipe, folder, console)
        together = None
        if recipe.plan.rules:
            request = CountTogether(folder, recipe.schema, recipe.plan)
            together = do(request, RulesTogether, console)
    if out is not None:
        known = {plan.rule: plan for plan in recipe.plan.rules}
        plans = [known.get(fare.rule, RulePlan(fare.rule)) for fare in fares]
        recipe_file.save(replace(recipe, plan=recipe.plan.with_rules(plans)), out)
    if arguments.json:
        console.result(json.dumps(codec.to_plain(_Listed(fares, together)), indent=2, ensure_ascii=False))
        return
    for fare in fares:
        console.result(line(fare, recipe.schema))
    if together is not None:
        console.result(f"{together.words} (the rules of the recipe)")


def line(fare: RuleFinding, schema: Schema) -> str:
    """Return one line: the rule, and in how many rows it holds."""
    dates = [column.name for column in schema if column.kind is ColumnKind.DATETIME]
    return f"{words(fare.rule, dates)}: in {fare.rows - fare.broken:,} of {fare.rows:,} rows"


def _fares(recipe: Recipe, folder: str, console: Console) -> tuple[RuleFinding, ...]:
    own = tuple(plan.rule for plan in recipe.plan.rules)
    counted = do(CountRules(folder, recipe.schema, recipe.plan, own), tuple, console) if own else ()
    found = do(FindRules(folder, recipe.schema, recipe.plan), tuple, console)
    return (*counted, *(fare for fare in found if fare.rule not in own))
