"""Messages are filled, translated and compared by value."""

from synthdesk.domain.messages import counted, message


def test_that_values_are_filled_into_the_template() -> None:
    assert str(message("{rows:,} of {all:,}", rows=1240, all=2000)) == "1,240 of 2,000"


def test_that_a_translated_template_gets_the_same_values() -> None:
    assert message("{a} before {b}", a="x", b="y").fill("{b} nach {a}") == "y nach x"


def test_that_equal_messages_are_equal_whatever_the_order_of_their_values() -> None:
    assert message("{a}{b}", a=1, b=2) == message("{a}{b}", b=2, a=1)


def test_that_one_is_counted_in_the_singular() -> None:
    texts = [str(counted(n, "{count:,} row", "{count:,} rows")) for n in (0, 1, 2000)]
    assert texts == ["0 rows", "1 row", "2,000 rows"]
