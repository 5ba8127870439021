"""`evaluate`: how a synthetic file compares with the real one."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from synthdesk.cli.console import Console
from synthdesk.cli.endings import UsageError
from synthdesk.cli.opening import TrainedProject, absolute, check_columns, open_trained, read, work_folder
from synthdesk.cli.running import do
from synthdesk.cli.targets import check_folder
from synthdesk.domain.messages import message
from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.jobs.requests import CompareFiles, WriteReport


def evaluate(arguments: Namespace, console: Console) -> None:
    """Compare two files; the figures go to stdout or a file, a report for people to another."""
    report = _report_path(arguments.report)
    figures = str(absolute(arguments.json)) if arguments.json else ""
    for path in filter(None, (report, figures)):
        check_folder(path)
    with work_folder() as folder, work_folder() as other:
        trained = open_trained(absolute(arguments.project), folder)
        result, synthetic = _compared(arguments, trained, (folder, other), console)
        request = WriteReport(
            result,
            source=trained.project.source,
            schema=trained.recipe.schema,
            synthetic=(Path(synthetic.path).name, synthetic.sha256),
            run=trained.project.run,
            date=today(),
            html=report,
            json=figures,
        )
        text = do(request, str, console)
    if figures:
        console.result(summary(result))
    else:
        console.result(text)


def summary(result: EvaluationResult) -> str:
    """Return one line: how similar, beside what real data reach, and the copies beside chance."""
    copies = result.copies
    return (
        f"similarity {result.synthetic.overall:.3f} (two halves of the real data: {result.halves.overall:.3f}); "
        f"copies of real rows: {copies.synthetic_copies:,} of {copies.synthetic_rows:,} synthetic, "
        f"{copies.holdout_copies:,} of {copies.holdout_rows:,} held-out rows by chance"
    )


def today() -> str:
    """Return the date of today for a report, "2024-05-31"."""
    return datetime.now().astimezone().date().isoformat()


def _compared(
    arguments: Namespace, trained: TrainedProject, folders: tuple[str, str], console: Console
) -> tuple[EvaluationResult, Source]:
    source = trained.project.source
    assert source is not None
    real = read(absolute(arguments.real), source.options, folders[0], console)
    check_columns(real.schema, trained.recipe.schema)
    if real.source.sha256 != source.sha256:
        console.remark(
            "Note: the real file is not the one the model was trained on, so learned and held-out rows "
            "cannot be told apart."
        )
    synthetic = read(absolute(arguments.synthetic), ImportOptions(), folders[1], console)
    request = CompareFiles(folders[0], folders[1], trained.recipe, synthetic.schema)
    return do(request, EvaluationResult, console), synthetic.source


def _report_path(text: str | None) -> str:
    if text is None:
        return ""
    if Path(text).suffix.lower() not in (".html", ".htm"):
        raise UsageError(message("--report: the name of the report must end in .html."))
    return str(absolute(text))
