"""A department for every (code, community), learned from earlier rows: shares smoothed from coarse to fine.

Each level's shares lean on the next coarser one as if that had been seen `weight` times. No weight is chosen by trying: the shares
of several are averaged.
"""

import collections

# From fine to coarse; a level that no earlier row fits is passed over.
LEVELS = [("sub", "community"), ("sub",), ("main", "community"), ("main",), ("type", "community"), ("type",), ("community",)]
WEIGHTS = (1, 2, 4, 8)


class Table:
    def __init__(self, rows, weights=WEIGHTS):
        self.weights = weights
        self.counts = [collections.defaultdict(collections.Counter) for _ in LEVELS]
        total = collections.Counter(row["department"] for row in rows)
        self.prior = {name: count / len(rows) for name, count in total.items()}
        for row in rows:
            for level, counts in zip(LEVELS, self.counts):
                counts[tuple(row[name] for name in level)][row["department"]] += 1

    def department(self, facts):
        """The likeliest department for facts that may lack the finer ones."""
        whole = collections.Counter()
        for weight in self.weights:
            whole.update(self.shares(facts, weight))
        return max(sorted(whole), key=lambda name: whole[name])

    def shares(self, facts, weight):
        shares = self.prior
        for level, counts in reversed(list(zip(LEVELS, self.counts))):
            seen = counts.get(tuple(facts.get(name) for name in level))
            if seen:
                whole = sum(seen.values()) + weight
                shares = {name: (seen[name] + weight * share) / whole for name, share in shares.items()}
        return shares


def accuracy(table, rows):
    return sum(table.department(row) == row["department"] for row in rows) / len(rows)
