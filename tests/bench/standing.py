"""How our rows of a side-by-side run stand against the others."""
import math

OURS = ("needlepoint", "needlepoint-bm25")
STOCK = "fts5"
WANTED = 25  # times that stock FTS5 is to be slower on whole messages


def percentile(values, percent):
    """By nearest rank, as run.py takes it."""
    return sorted(values)[max(0, math.ceil(percent / 100 * len(values)) - 1)]


def latencies(results):
    """{(size, set): {engine: microseconds of each question, in the order asked}}."""
    found = {}
    for key, measured in results["search"].items():
        engine, size, questions = key.split("@")
        found.setdefault((size, questions), {})[engine] = measured["min_us"]
    return found


def both(ours, theirs, percent):
    """A percentile of either, over the questions that both were asked."""
    asked = min(len(ours), len(theirs))
    return percentile(ours[:asked], percent), percentile(theirs[:asked], percent)


def without_ours(results):
    """The results without what was measured of our rows."""
    return {part: {key: value for key, value in found.items() if key.split("@")[0] not in OURS} if isinstance(found, dict) else found
            for part, found in results.items()}


def lines(results):
    """A line for each of our rows, set and percentile, with the peer that comes nearest."""
    said = []
    for (size, questions), engines in latencies(results).items():
        peers = [name for name in engines if name not in OURS]
        for ours in OURS:
            if ours not in engines or not peers:
                continue
            for percent in (50, 99):
                pairs = {name: both(engines[ours], engines[name], percent) for name in peers}
                name = min(peers, key=lambda name: pairs[name][1] / pairs[name][0])
                own, theirs = pairs[name]
                said.append(f"{ours} {size} {questions} p{percent}: {own:.1f} us, "
                            f"{'ahead of' if own < theirs else 'BEHIND'} {name} at {theirs:.1f} us ({theirs / own:.2f} times)")
    return said


def stock_lines(results):
    """How many times slower stock FTS5 is on whole messages, for each size and each of our rows."""
    said = []
    for (size, questions), engines in latencies(results).items():
        for ours in OURS:
            if questions == "message" and STOCK in engines and ours in engines:
                own, theirs = both(engines[ours], engines[STOCK], 50)
                said.append(f"stock FTS5 {size} message p50: {theirs / own:.1f} times {ours}; "
                            f"{WANTED} are wanted: {'enough' if theirs >= WANTED * own else 'NOT ENOUGH'}")
    return said
