"""What a button beside an alarm does to the settings of the project."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.preprocessing import Role
from synthdesk.domain.privacy import Action, Remedy
from synthdesk.domain.training import WITH_ROUNDS
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore


def apply(action: Action, store: ProjectStore) -> Step:
    """Change the settings of the open project as `action` says; returns the page that shows the change."""
    project = store.project
    if action.remedy is Remedy.FEWER_ROUNDS:
        epochs = max(1, project.config.epochs // 2)
        store.set_config(replace(project.config, synthesizer=WITH_ROUNDS, epochs=epochs))
        return Step.TRAIN
    if action.remedy is Remedy.OTHER_METHOD:
        store.set_config(replace(project.config, synthesizer=WITH_ROUNDS))
        return Step.TRAIN
    plan = project.plan
    for name in action.columns:
        if action.remedy is Remedy.LEAVE_OUT:
            plan = plan.with_columns([name], replace(plan.of(name), role=Role.LEAVE_OUT))
        else:
            plan = plan.with_columns([name], replace(plan.of(name), rare_below=action.smallest_group))
    store.set_plan(plan, _tr("settings against a leak"))
    return Step.PREPARE


def _tr(text: str) -> str:
    return QCoreApplication.translate("Remedies", text)
