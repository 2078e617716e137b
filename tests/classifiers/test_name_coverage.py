import numpy as np

from classifiers.name_coverage import NameCoverage

NAMES = ("Đăng ký khai sinh", "Đăng ký khai sinh có yếu tố nước ngoài", "Đăng ký khai tử")


def test_a_name_that_adds_nothing_to_what_is_asked_is_said_whole():
    shares = NameCoverage(NAMES).shares("tôi muốn dang ky khai sinh cho con")
    assert shares[0] == 1
    assert shares[0] > shares[2] > shares[1] > 0


def test_words_that_no_name_has_say_nothing():
    assert not NameCoverage(NAMES).shares("xyzzy 🙂").any()
    assert NameCoverage(()).shares("khai sinh").shape == (0,)


def test_names_without_words_are_never_said():
    assert np.allclose(NameCoverage(("…", "Khai sinh")).shares("khai sinh"), [0, 1])
