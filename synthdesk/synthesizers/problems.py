"""What can go wrong with any synthesizer, in words."""

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import Message, message
from synthdesk.domain.training import SMALLEST_TABLE_ROWS
from synthdesk.synthesizers.protocol import TrainingTask


def check_task(task: TrainingTask) -> None:
    """Return when `task` can be trained.

    Raises:
        UserError: A setting is outside its limits, or there are no columns or too few rows.
    """
    problems = task.config.check()
    if problems:
        raise UserError(
            message("A setting cannot be used"), problems[0].reason, message("Change the training settings.")
        )
    if not task.table.width:
        raise UserError(
            message("Nothing to learn"),
            message("No column of the table is learned."),
            message("Let at least one column be learned in the preparation."),
        )
    if task.table.height < SMALLEST_TABLE_ROWS // 2:
        raise UserError(
            message("Too few rows"),
            message("Only {rows} rows are left to learn from.", rows=task.table.height),
            message("Use a table with at least {least} rows.", least=SMALLEST_TABLE_ROWS),
        )


def cannot_go_on(happened: Message) -> UserError:
    """Return the error for a checkpoint that cannot be gone on from."""
    return UserError(
        message("The training cannot go on"),
        happened,
        message("Start the training again from the beginning."),
    )


def damaged_model() -> UserError:
    """Return the error for a model that cannot be read."""
    return UserError(
        message("The model cannot be read"),
        message("Its file is missing, damaged, or was written by another version of SynthDesk."),
        message("Train the model again, or open another copy of the project."),
    )
