"""Numbers and dates in Vietnamese words, as forms ask for them ("ghi bằng chữ")."""

from datetime import date

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def below_hundred(number: int) -> str:
    """0 to 99 in words."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    head = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if ones == 0:
        return head
    tail = {1: "mốt" if tens > 1 else "một", 5: "lăm", 4: "tư" if tens > 1 else "bốn"}.get(ones, DIGITS[ones])
    return f"{head} {tail}"


def year_in_words(year: int) -> str:
    """A year from 1000 to 9999 in words."""
    thousands, rest = divmod(year, 1000)
    hundreds, rest = divmod(rest, 100)
    words = f"{DIGITS[thousands]} nghìn"
    if hundreds or rest:
        words += f" {DIGITS[hundreds]} trăm"
    if 0 < rest < 10:
        words += f" linh {DIGITS[rest]}"
    elif rest:
        words += f" {below_hundred(rest)}"
    return words


def date_in_words(day: date) -> str:
    """A date in words: "ngày mười hai tháng ba năm hai nghìn không trăm hai mươi sáu"."""
    first = "mùng " if day.day <= 10 else ""
    month = "tư" if day.month == 4 else below_hundred(day.month)
    return f"ngày {first}{below_hundred(day.day)} tháng {month} năm {year_in_words(day.year)}"
