import json
import string

from hypothesis import given
from hypothesis import strategies as st

from ocr.codec import decode, encode
from ocr.page import Box, Code, Line, MachineReadableZone, Mark, PageReading, Word

fractions = st.floats(0, 1)
boxes = st.builds(
    lambda a, b, c, d: Box(min(a, b), min(c, d), max(a, b), max(c, d)), fractions, fractions, fractions, fractions
)
words = st.builds(Word, st.text(min_size=1), boxes, fractions)
zones = st.builds(
    MachineReadableZone,
    st.sampled_from(["TD1", "TD3"]),
    st.tuples(st.text(string.ascii_uppercase), st.text(string.digits)),
    boxes,
    st.booleans(),
)
readings = st.builds(
    PageReading,
    rotation=st.sampled_from([0, 90, 180, 270]),
    width=st.integers(1, 20_000),
    height=st.integers(1, 20_000),
    source=st.sampled_from(["text_layer", "ocr", "none"]),
    blank=st.booleans(),
    lines=st.lists(
        st.builds(Line, st.lists(words, min_size=1, max_size=3).map(tuple), st.integers(0, 99)), max_size=3
    ).map(tuple),
    codes=st.lists(st.builds(Code, st.text(), st.text(), boxes), max_size=2).map(tuple),
    mrz=st.none() | zones,
    marks=st.lists(st.builds(Mark, st.sampled_from(["seal", "signature", "photo"]), boxes, fractions), max_size=2).map(
        tuple
    ),
    legible=fractions,
    problems=st.lists(st.text(), max_size=2).map(tuple),
    handwriting=fractions,
    engine=st.text(),
)


@given(readings)
def test_a_reading_survives_json_unchanged(reading: PageReading) -> None:
    assert decode(json.loads(json.dumps(encode(reading)))) == reading
