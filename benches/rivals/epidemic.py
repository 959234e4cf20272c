"""What the epidemic models beside ours have in common: the call, the match, the line of JSON.

Their transmission is first set so that as large a share is infected as in our run: by
bisection in smaller worlds, which costs time that isn't counted. Then one large world is
set up and run, once, on one thread.
"""

import argparse
import json
import resource
import time

# Worlds in which transmission is matched have this many people at most.
SMALL = 10_000
# Their share infected is matched this closely, by this many worlds at most.
CLOSE = 0.01
TRIES = 12


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--initial", type=int, default=50)
    parser.add_argument("--attack-rate", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def matched(attack_rate, infected_share, low, high):
    """The transmission between `low` and `high` at which this share is infected."""
    for _ in range(TRIES):
        middle = (low + high) / 2
        share = infected_share(middle)
        if abs(share - attack_rate) <= CLOSE:
            return middle
        if share < attack_rate:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def measure(call, version, set_up, run, highest):
    """Matches, then measures: `set_up` makes a world of a transmission, people and initial
    cases, and `run` gives how many were infected in it."""

    def infected_share(transmission):
        people = min(call.people, SMALL)
        initial = max(1, round(call.initial * people / call.people))
        return run(set_up(transmission, people, initial)) / people

    transmission = matched(call.attack_rate, infected_share, 0.0, highest)
    started = time.process_time()
    world = set_up(transmission, call.people, call.initial)
    ready = time.process_time()
    infected = run(world)
    finished = time.process_time()
    told = {
        "people": call.people,
        "days": call.days,
        "infected": int(infected),
        "transmission": transmission,
        "setup_cpu_seconds": ready - started,
        "cpu_seconds": finished - started,
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "version": version,
    }
    print(json.dumps(told))
