"""What all rules of a plan do to the real rows together, in one sentence."""

from dataclasses import dataclass

from synthdesk.domain.messages import Message, counted, message


@dataclass(frozen=True, slots=True)
class RulesTogether:
    """How the rules of a plan fare together in the real table.

    Attributes:
        rows: Rows of the table.
        broken: Rows that break at least one rule.
        left: Rows that are left when they are treated as the plan says.
        values_removed: Cells that are set missing for it, in the rows that are left and in others.
    """

    rows: int
    broken: int
    left: int
    values_removed: int

    @property
    def words(self) -> Message:
        """The figures as a sentence.

        >>> str(RulesTogether(1240, 12, 1230, 0).words)
        'Together: 12 of 1,240 rows break at least one rule, and 1,230 rows are left to learn from.'
        """
        if not self.broken:
            return message("Together: all {rows:,} rows obey every rule.", rows=self.rows)
        if not self.values_removed:
            return counted(
                self.broken,
                "Together: 1 of {rows:,} rows breaks at least one rule, and {left:,} rows are left to learn from.",
                "Together: {count:,} of {rows:,} rows break at least one rule, and {left:,} rows are left to "
                "learn from.",
                rows=self.rows,
                left=self.left,
            )
        return counted(
            self.broken,
            "Together: 1 of {rows:,} rows breaks at least one rule. Values that become missing: {removed:,}; "
            "{left:,} rows are left to learn from.",
            "Together: {count:,} of {rows:,} rows break at least one rule. Values that become missing: "
            "{removed:,}; {left:,} rows are left to learn from.",
            rows=self.rows,
            left=self.left,
            removed=self.values_removed,
        )
