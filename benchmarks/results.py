"""What a run has left in benchmarks/target/results."""

import json
import pathlib
import statistics

DIRECTORY = pathlib.Path(__file__).parent / "target" / "results"


def load(name):
    return json.loads((DIRECTORY / name).read_text())


class Jmh:
    """Iterations of one side of a comparison, of all rounds."""

    def __init__(self, comparison, side):
        self.windows, self.alloc, self.java = [], [], ""
        for file in sorted(DIRECTORY.glob(f"jmh-{comparison}-{side}-[0-9]*.json")):
            (run,) = json.loads(file.read_text())
            self.windows += run["primaryMetric"]["rawData"][0]
            self.alloc += run["secondaryMetrics"]["gc.alloc.rate.norm"]["rawData"][0]
            self.java = f"{run['vmName']} {run['vmVersion']}"

    def __bool__(self):
        return bool(self.windows)

    @property
    def median(self):
        return statistics.median(self.windows)

    @property
    def bytes(self):
        return statistics.median(self.alloc)


def interval(numbers):
    """The median of the numbers, and where it lies with at least 95 % by the ranks alone."""
    ranked, n = sorted(numbers), len(numbers)
    outside, probability, k = 0.0, 0.5**n, 0
    while 2 * (outside + probability) <= 0.05:
        outside += probability
        probability *= (n - k) / (k + 1)
        k += 1
    if k == 0:
        raise SystemExit(f"{n} pairs are too few for an interval")
    return statistics.median(ranked), ranked[k - 1], ranked[n - k]
