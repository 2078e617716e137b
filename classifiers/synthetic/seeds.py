"""Random numbers that depend on nothing but the words they are seeded with."""

import hashlib
import random

import numpy as np


def seed_of(*words: object) -> int:
    """A 64-bit seed, the same on every machine and run (unlike hash())."""
    digest = hashlib.sha256("\x1f".join(str(word) for word in words).encode()).digest()
    return int.from_bytes(digest[:8], "big")


def seeded(*words: object) -> random.Random:
    """A generator for choices."""
    return random.Random(seed_of(*words))  # noqa: S311 - nothing here is secret


def noise_source(*words: object) -> np.random.Generator:
    """A generator for arrays of pixels."""
    return np.random.Generator(np.random.PCG64(seed_of(*words)))
