"""From page readings to labels: where a paper begins, what it is, which procedure it serves."""

import ocr  # noqa: F401  keeps the library that runs models from sending anything
