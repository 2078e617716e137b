"""Codes of the national file, alone and with what a province adds."""

import pytest

from intake_ai.catalogue.importing.columns import NATIONAL_CODE
from intake_ai.catalogue.repository import LOCAL_CODE


@pytest.mark.parametrize("code", ["1.001193", "1.0011930", "2.000815123"])
@pytest.mark.parametrize("suffix", ["H36", "000.00.00.H55"])
def test_a_suffix_is_taken_off_every_national_code(code: str, suffix: str):
    assert NATIONAL_CODE.fullmatch(code)
    local = LOCAL_CODE.fullmatch(f"{code}.{suffix}")
    assert local is not None
    assert local[1] == code
