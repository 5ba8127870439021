"""The errors of a plan that does not fit its table, each with what happened and what to do."""

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import message


def nothing_to_learn() -> UserError:
    """Return the error for a plan without a column that can be learned."""
    return UserError(
        message("There is nothing to learn"),
        message("Every column is left out, made new, empty, or the same in all rows."),
        message("Set at least one column to “Learn” on the page Prepare."),
    )


def all_rows_left_out() -> UserError:
    """Return the error for a plan that leaves every row out."""
    return UserError(
        message("No row is left"),
        message("Every row lacks a value in some column whose incomplete rows are left out."),
        message("Choose another treatment of missing values for the columns that lack most."),
    )


def unfit_text(column: str, text: str) -> UserError:
    """Return the error for a setting that is no value of its column."""
    return UserError(
        message("A value does not fit its column"),
        message("“{text}” is not a value that “{column}” can have.", text=text, column=column),
        message("Correct it on the page Prepare; spell it as in the file."),
    )


def empty_range(column: str) -> UserError:
    """Return the error for a smallest value above the largest."""
    return UserError(
        message("The range is empty"),
        message("The smallest value of “{column}” is larger than the largest.", column=column),
        message("Correct the two values on the page Prepare."),
    )


def no_middle(column: str) -> UserError:
    """Return the error for a median or mean of words."""
    return UserError(
        message("Words have no middle value"),
        message("The missing values of “{column}” cannot be filled with a median or mean.", column=column),
        message("Fill them with the most frequent value, or learn where values are missing."),
    )


def cannot_be_made_new(column: str) -> UserError:
    """Return the error for a column of measurements that is to be made new like an identifier."""
    return UserError(
        message("The column cannot be made new"),
        message("“{column}” holds measurements or dates, not identifiers.", column=column),
        message("Set it to “Learn” or “Keep out” on the page Prepare, or change its kind to identifier."),
    )


def unknown_value(column: str, value: str) -> UserError:
    """Return the error for a condition on a value that was not learned."""
    return UserError(
        message("The value was not learned"),
        message("“{value}” is not among the learned values of “{column}”.", value=value, column=column),
        message("Choose another value; groups of few rows are learned together as “Other”."),
    )


def unknown_column(column: str) -> UserError:
    """Return the error for a condition on a column without learned categories."""
    return UserError(
        message("The column has no groups"),
        message("“{column}” is not a learned column of categories or yes/no values.", column=column),
        message("Choose a column of categories that is set to “Learn”."),
    )


def not_ordered(column: str) -> UserError:
    """Return the error for a rule that compares the sizes of words."""
    return UserError(
        message("A rule does not fit its column"),
        message("The values of “{column}” have no order.", column=column),
        message("Change the rule, or give the values an order on the page Prepare (“Order of values”)."),
    )


def orders_differ(first: str, second: str) -> UserError:
    """Return the error for a rule that compares words of two columns whose orders do not go together."""
    return UserError(
        message("A rule does not fit its columns"),
        message("The values of “{first}” and “{second}” have different orders.", first=first, second=second),
        message("Give both columns the same values in the same order on the page Prepare."),
    )


def not_comparable(first: str, second: str) -> UserError:
    """Return the error for a rule that compares a date with a number or a word."""
    return UserError(
        message("A rule does not fit its columns"),
        message("“{first}” and “{second}” are of different kinds.", first=first, second=second),
        message("Compare dates with dates and numbers with numbers."),
    )


def rules_clash(first: str, second: str) -> UserError:
    """Return the error for two rules, in words, that cannot both hold."""
    return UserError(
        message("Two rules contradict each other"),
        message("No row can obey both: {first}. {second}.", first=first, second=second),
        message("Change or remove one of the two on the page Prepare."),
    )


def all_rows_break_a_rule() -> UserError:
    """Return the error for rules that leave no real row."""
    return UserError(
        message("No row is left"),
        message("Every row breaks one of the rules, and is left out for it."),
        message("Remove the rules that most rows break, or set the values that break them missing."),
    )


def no_shared_combination(rule: str) -> UserError:
    """Return the error for combinations that are all too rare to be used."""
    return UserError(
        message("No combination is frequent enough"),
        message("{rule}: no combination is shared by five rows.", rule=rule),
        message("Remove the rule, or group the categories of its columns."),
    )
