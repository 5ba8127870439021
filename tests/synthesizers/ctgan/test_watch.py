import numpy as np
import polars as pl
import pytest

from synthdesk.synthesizers.ctgan.watch import Variety, Watch
from synthdesk.synthesizers.encoding import EncodedTable, Encoding, encode


@pytest.fixture
def real() -> tuple[Encoding, EncodedTable]:
    rng = np.random.default_rng(1)
    table = pl.DataFrame(
        {"x": rng.normal(0, 1, 1000), "c": rng.choice(list("abcd"), 1000), "d": rng.choice(["u", "v"], 1000)}
    )
    return encode(table, rng)


def test_that_real_rows_show_no_sign(real) -> None:
    encoding, table = real
    variety = Watch(encoding, table, 500).variety(table)
    assert variety.kept == 1.0
    assert variety.signs() == ()


def test_that_one_row_repeated_shows_every_sign(real) -> None:
    encoding, table = real
    same = EncodedTable(np.repeat(table.codes[:1], 500, axis=0), np.repeat(table.alphas[:1], 500, axis=0))
    variety = Watch(encoding, table, 500).variety(same)
    # 2 of 6 categories are left.
    assert variety.kept == pytest.approx(2 / 6)
    assert variety.entropy == 0.0
    assert variety.spread == pytest.approx(0.0, abs=1e-6)
    assert len(variety.signs()) == 4


def test_that_signs_are_whole_sentences() -> None:
    signs = Variety(kept=0.5, entropy=1.0, distinct=1.0, spread=1.0).signs()
    assert [str(sign) for sign in signs] == ["Many categories no longer appear in the new rows."]
