"""`inspect` and `convert`: what the import understood, and the same table in a plain form."""

import json
from argparse import Namespace
from dataclasses import asdict, replace

from synthdesk.cli.console import Console
from synthdesk.cli.opening import absolute, read, read_answered, reading_options, work_folder
from synthdesk.cli.running import do
from synthdesk.cli.targets import check_folder, target_of, written_words
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.personal_advice import advised_role, coarsening_of, why
from synthdesk.domain.results import WrittenFile
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.jobs.requests import Convert

_MAY_NAME_PEOPLE = (ColumnKind.IDENTIFIER, ColumnKind.TEXT)


def inspect(arguments: Namespace, console: Console) -> None:
    """Print what the import understood of a file; open questions do not matter here."""
    with work_folder() as folder:
        table = read(absolute(arguments.file), reading_options(arguments), folder, console)
    if arguments.json:
        console.result(json.dumps(understood(table), indent=2, ensure_ascii=False))
        return
    for line in _lines(table):
        console.result(line)


def convert(arguments: Namespace, console: Console) -> None:
    """Write the table of a file in another, plainly spelled."""
    target = replace(target_of(arguments.out), plain=True)
    check_folder(target.path)
    with work_folder() as folder:
        table = read_answered(absolute(arguments.file), arguments, folder, console)
        written = do(Convert(folder, table.schema, table.source, target), WrittenFile, console)
    console.result(written_words(written))


def understood(table: ImportedTable) -> dict[str, object]:
    """Return what the import understood as plain values for JSON."""
    options = table.source.options
    facts = {fact.name: fact for fact in table.facts}
    return {
        "file_kind": table.source.file_kind,
        "encoding": options.encoding,
        "delimiter": options.delimiter,
        "decimal": options.decimal,
        "sheet": options.sheet,
        "dictionary": options.dictionary,
        "heading_row": options.heading_row,
        "header_rows": int(bool(options.heading_row)),
        "rows": table.source.rows,
        "cells": table.cells,
        "cells_that_convert_back": table.cells_same,
        "row_unit": table.schema.row_unit,
        "person_column": table.schema.person_column,
        "remarks": [str(remark) for remark in table.preview.remarks],
        "columns": [
            {
                "name": column.name,
                "kind": str(column.kind),
                "label": column.label,
                "value_labels": dict(column.value_labels),
                "number": asdict(column.number) if column.number is not None else None,
                "date_pattern": column.date_pattern,
                "missing": facts[column.name].missing,
                "missing_codes": list(column.missing),
                "distinct": facts[column.name].distinct,
                "examples": list(facts[column.name].examples),
                "personal_data": column.personal or (column.kind in _MAY_NAME_PEOPLE),
                "personal_data_proposal": coarsening_of(column) or advised_role(column),
                "personal_data_why": _why(column),
            }
            for column in table.schema
        ],
        "questions": [
            {
                "key": question.key,
                "column": question.column,
                "sentence": str(question.sentence),
                "choices": {choice.key: str(choice.words) for choice in question.choices},
                "proposal": question.proposal,
                "answer": question.answer,
            }
            for question in table.questions
        ],
    }


def _why(column: Column) -> str | None:
    return str(why(column.personal, [column.name], coarsening_of(column))) if column.personal else None


def _lines(table: ImportedTable) -> list[str]:
    options = table.source.options
    read_as = [
        ("file", table.source.file_kind),
        ("encoding", options.encoding),
        ("delimiter", options.delimiter and repr(options.delimiter)[1:-1]),
        ("decimal", options.decimal),
        ("sheet", options.sheet),
        ("dictionary", options.dictionary),
        ("heading row", options.heading_row),
        ("rows", f"{table.source.rows:,}"),
        ("columns", f"{len(table.schema):,}"),
        ("cells that convert back", f"{table.cells_same:,} of {table.cells:,}"),
    ]
    lines = [f"{name}: {value}" for name, value in read_as if value is not None]
    facts = {fact.name: fact for fact in table.facts}
    width = max((len(name) for name in table.schema.names), default=0)
    for column in table.schema:
        fact = facts[column.name]
        examples = ", ".join(fact.examples[:3])
        lines.append(
            f"  {column.name:<{width}}  {column.kind:<12}  {fact.missing:>7,} missing  "
            f"{fact.distinct:>7,} different  {examples}"
        )
    lines += [f"note: {remark}" for remark in table.preview.remarks]
    return lines + [f"{question.key}: {question.sentence}" for question in table.questions]
