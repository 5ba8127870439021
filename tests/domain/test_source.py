"""Answers to questions are kept with the options of the import."""

from synthdesk.domain.source import ImportOptions


def test_that_an_answer_is_found_by_its_key_and_can_be_changed() -> None:
    options = (
        ImportOptions(encoding="utf-8").with_answer("b", "no").with_answer("a", "yes").with_answer("b", "yes")
    )
    assert options.answers == (("a", "yes"), ("b", "yes"))
    assert (options.answer("b"), options.answer("c"), options.encoding) == ("yes", None, "utf-8")
