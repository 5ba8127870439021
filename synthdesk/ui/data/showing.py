"""What the page shows of the file: the preview that was just read, or else the table of the project."""

from pathlib import Path

from synthdesk.domain.facts import Preview
from synthdesk.domain.preprocessing import PreprocessPlan, Role, default_role
from synthdesk.domain.project import Project
from synthdesk.domain.schema import Column
from synthdesk.ui.data.option_row import Reading
from synthdesk.ui.data.preview_model import Heading, PreviewContent
from synthdesk.ui.data.reading import TableReading


def holds_table_of(project: Project, path: Path | None) -> bool:
    """Return whether the project's table is the one of the file that the page is about."""
    return project.source is not None and path is not None and Path(project.source.path) == path


def content_of(project: Project, preview: Preview | None, path: Path | None) -> PreviewContent | None:
    """Return what the preview shows; None when nothing was read yet."""
    if preview is not None:
        pairs = zip(preview.names, preview.kinds, strict=True)
        return PreviewContent(tuple(Heading(name, kind) for name, kind in pairs), preview.rows)
    if not holds_table_of(project, path):
        return None
    facts = {fact.name: fact for fact in project.facts}
    headings = tuple(
        Heading(c.name, c.kind, c, facts.get(c.name), is_left_out(c, project.plan)) for c in project.schema
    )
    return PreviewContent(headings, project.preview.rows if project.preview is not None else ())


def reading_of(project: Project, table: TableReading) -> Reading | None:
    """Return how the file is read; None when nothing was read yet."""
    wanted, preview = table.wanted, table.preview
    folder = table.path.parent if table.path is not None else None
    if preview is not None:
        return Reading(
            preview.options, wanted, preview.file_kind, preview.sheets, preview.encodings,
            may_have_dictionary=preview.may_have_dictionary, folder=folder,
        )  # fmt: skip
    source = project.source
    if source is None or not holds_table_of(project, table.path):
        return None
    shown = project.preview or Preview(source.options, source.file_kind, (), (), ())
    return Reading(
        source.options, wanted, source.file_kind, shown.sheets, shown.encodings, table.is_remembered,
        shown.may_have_dictionary, folder,
    )  # fmt: skip


def is_left_out(column: Column, plan: PreprocessPlan) -> bool:
    """Return whether the user (not the column's kind alone) leaves `column` out."""
    return plan.of(column.name).role is Role.LEAVE_OUT and default_role(column.kind) is not Role.LEAVE_OUT
