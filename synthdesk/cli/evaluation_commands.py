"""`evaluate`: how a synthetic file compares with the real one."""

from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from synthdesk.cli import pdf
from synthdesk.cli.console import Console
from synthdesk.cli.endings import UsageError
from synthdesk.cli.opening import TrainedProject, absolute, check_columns, open_trained, read, work_folder
from synthdesk.cli.running import do
from synthdesk.cli.targets import check_folder
from synthdesk.cli.wishes import wishes_of
from synthdesk.domain.messages import message
from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.domain.wishes import Wishes
from synthdesk.jobs.requests import CompareFiles, WriteReport


def evaluate(arguments: Namespace, console: Console) -> None:
    """Compare two files; the figures go to stdout or a file, a report for people to another."""
    report = _report_path(arguments.report, "--report", (".html", ".htm", ".pdf"))
    sheet = _report_path(arguments.release_sheet, "--release-sheet", (".html", ".htm"))
    figures = str(absolute(arguments.json)) if arguments.json else ""
    wishes = wishes_of(arguments)
    for path in filter(None, (report, sheet, figures)):
        check_folder(path)
    with work_folder() as folder, work_folder() as other:
        trained = open_trained(absolute(arguments.project), folder)
        result, synthetic = _compared(arguments, trained, (folder, other), wishes, console)
        is_pdf = Path(report).suffix.lower() == ".pdf"
        page = Path(folder) / "report.html" if is_pdf else Path(report)
        request = WriteReport(
            result,
            source=trained.project.source,
            schema=trained.recipe.written_schema,
            synthetic=(Path(synthetic.path).name, synthetic.sha256),
            run=trained.project.run,
            date=today(),
            html=str(page) if report else "",
            json=figures,
            sheet=sheet,
        )
        text = do(request, str, console)
        if is_pdf:
            pdf.write(page, Path(report))
    if figures:
        console.result(summary(result))
    else:
        console.result(text)


def summary(result: EvaluationResult) -> str:
    """Return one line: how similar, beside what real data reach, and the copies beside chance."""
    copies = result.copies
    checks = "".join(
        f"; {check.key} {check.outcome.value if check.testable else 'not testable'}"
        for check in result.privacy
    )
    return (
        f"similarity {result.synthetic.overall:.3f} (two halves of the real data: {result.halves.overall:.3f}); "
        f"copies of real rows: {copies.synthetic_copies:,} of {copies.synthetic_rows:,} synthetic, "
        f"{copies.holdout_copies:,} of {copies.holdout_rows:,} held-out rows by chance{checks}"
    )


def today() -> str:
    """Return the date of today for a report, "2024-05-31"."""
    return datetime.now().astimezone().date().isoformat()


def _compared(
    arguments: Namespace,
    trained: TrainedProject,
    folders: tuple[str, str],
    wishes: Wishes,
    console: Console,
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
    request = CompareFiles(folders[0], folders[1], trained.recipe, synthetic.schema, wishes)
    result = do(request, EvaluationResult, console)
    return replace(result, attempt=trained.project.evaluations + 1), synthetic.source


def _report_path(text: str | None, flag: str, endings: tuple[str, ...]) -> str:
    if text is None:
        return ""
    if Path(text).suffix.lower() not in endings:
        raise UsageError(
            message("{flag}: the name must end in {endings}.", flag=flag, endings=" or ".join(endings))
        )
    return str(absolute(text))
