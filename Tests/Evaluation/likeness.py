"""How alike two places or two wordings are, and how many repeats a likeness finds at a budget of flags."""

import re

BUDGETS = (0.01, 0.02, 0.05, 0.1, 0.2)
PUNCTUATION = re.compile(r"[\s,。、，.:：;；()（）【】「」!！?？~]+")


def bigrams(text):
    """The pairs of neighbouring characters, punctuation aside."""
    plain = PUNCTUATION.sub("", text)
    return frozenset(plain[place:place + 2] for place in range(len(plain) - 1))


def shared(one, other):
    """The share of bigrams in both among those in either."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def at_budgets(flags, total, repeats, is_same, is_different):
    """For each budget: the share of repeats found, and the precision over pairs that are proven.

    `flags` are (likeness, row, earlier row), one a row at most; the likest come first.
    """
    ranked = sorted(flags, key=lambda flag: -flag[0])
    lines = []
    for budget in BUDGETS:
        taken = ranked[: int(budget * total)]
        right = sum(is_same(row, earlier) for _, row, earlier in taken)
        wrong = sum(is_different(row, earlier) for _, row, earlier in taken)
        precision = "%.2f" % (right / (right + wrong)) if right + wrong else "n/a"
        lines.append("%3.0f %%: recall %.3f, precision over proven %s" % (budget * 100, right / repeats, precision))
    return lines
