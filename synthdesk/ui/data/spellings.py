"""Separators, decimal signs and encodings: what can be chosen, and its words."""

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.source import FIXED_WIDTH

DELIMITERS = (",", ";", "\t", "|", "^", " ", FIXED_WIDTH)
DECIMALS = (".", ",")


def delimiter_words(delimiter: str) -> str:
    """Return the name of a separator, its sign behind it."""
    translate = QCoreApplication.translate
    known = {
        ",": translate("Spellings", "Comma  ,"),
        ";": translate("Spellings", "Semicolon  ;"),
        "\t": translate("Spellings", "Tab"),
        "|": translate("Spellings", "Bar  |"),
        "^": translate("Spellings", "Caret  ^"),
        " ": translate("Spellings", "Space"),
        FIXED_WIDTH: translate("Spellings", "Fixed width"),
    }
    return known.get(delimiter, delimiter)


def delimiter_in_sentence(delimiter: str) -> str:
    """Return the name of a separator inside a sentence."""
    translate = QCoreApplication.translate
    known = {
        ",": translate("Spellings", "comma"),
        ";": translate("Spellings", "semicolon"),
        "\t": translate("Spellings", "tab"),
        "|": translate("Spellings", "vertical bar"),
        "^": translate("Spellings", "caret"),
        " ": translate("Spellings", "space"),
        FIXED_WIDTH: translate("Spellings", "columns of fixed width"),
    }
    return known.get(delimiter, delimiter)


def decimal_words(decimal: str) -> str:
    """Return the name of a decimal sign with an example."""
    translate = QCoreApplication.translate
    return translate("Spellings", "Comma  1,5") if decimal == "," else translate("Spellings", "Point  1.5")


def encoding_words(encoding: str) -> str:
    """Return the name by which people know an encoding."""
    translate = QCoreApplication.translate
    known = {
        "utf-8": translate("Spellings", "UTF-8"),
        "utf-8-sig": translate("Spellings", "UTF-8 with mark"),
        "utf-16": translate("Spellings", "UTF-16"),
        "utf-16-le": translate("Spellings", "UTF-16"),
        "utf-16-be": translate("Spellings", "UTF-16 (big-endian)"),
        "utf-32": translate("Spellings", "UTF-32"),
        "cp1252": translate("Spellings", "Windows, Western Europe"),
        "iso8859_15": translate("Spellings", "ISO, Western Europe"),
        "cp850": translate("Spellings", "DOS, Western Europe"),
        "cp437": translate("Spellings", "DOS, United States"),
        "mac_roman": translate("Spellings", "Macintosh"),
        "cp1250": translate("Spellings", "Windows, Central Europe"),
        "cp1251": translate("Spellings", "Windows, Cyrillic"),
        "cp1253": translate("Spellings", "Windows, Greek"),
        "cp1254": translate("Spellings", "Windows, Turkish"),
    }
    return known.get(encoding, encoding)
