"""The kinds of columns in words, the same on every page."""

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.schema import ColumnKind


def kind_words(kind: ColumnKind) -> str:
    """Return the name of `kind` in the language of the window."""
    translate = QCoreApplication.translate
    return {
        ColumnKind.WHOLE_NUMBER: translate("Kinds", "Whole number"),
        ColumnKind.NUMBER: translate("Kinds", "Number"),
        ColumnKind.YES_NO: translate("Kinds", "Yes/No"),
        ColumnKind.CATEGORY: translate("Kinds", "Category"),
        ColumnKind.DATETIME: translate("Kinds", "Date/time"),
        ColumnKind.TEXT: translate("Kinds", "Text"),
        ColumnKind.IDENTIFIER: translate("Kinds", "Identifier"),
    }[kind]


def kind_sentence(kind: ColumnKind) -> str:
    """Return what `kind` means, in a few words."""
    translate = QCoreApplication.translate
    return {
        ColumnKind.WHOLE_NUMBER: translate("Kinds", "counts, ages, scores"),
        ColumnKind.NUMBER: translate("Kinds", "measurements with decimals"),
        ColumnKind.YES_NO: translate("Kinds", "one of two answers"),
        ColumnKind.CATEGORY: translate("Kinds", "one of a few groups"),
        ColumnKind.DATETIME: translate("Kinds", "days and times"),
        ColumnKind.TEXT: translate("Kinds", "free words, kept out of learning"),
        ColumnKind.IDENTIFIER: translate("Kinds", "names a person or case, made new"),
    }[kind]
