"""What the epidemic models beside ours have in common: the call, the match, the line of JSON.

Their transmission is first set so that as large a share is infected as in our run: by
bisection in smaller worlds, then by a few large ones, all of which costs time that isn't
counted. With --transmission that is left out. The last large world is what is measured: set
up and run, once, on one thread.
"""

import argparse
import json
import resource
import time

# Worlds in which transmission is first looked for have this many people at most.
SMALL = 10_000
# Their share infected is matched this closely, by this many worlds at most.
CLOSE = 0.01
TRIES = 12
# The large world's, which differs a little from that of smaller ones.
CLOSE_ENOUGH = 0.02
LARGE_TRIES = 5
# How far to either side of what small worlds told the large one's transmission may lie.
AROUND = 1.3


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--initial", type=int, default=50)
    parser.add_argument("--attack-rate", type=float, required=True)
    parser.add_argument("--transmission", type=float)
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

    def large(transmission):
        started = time.process_time()
        world = set_up(transmission, call.people, call.initial)
        ready = time.process_time()
        infected = run(world)
        finished = time.process_time()
        return infected, ready - started, finished - started

    if call.transmission is None:
        transmission = matched(call.attack_rate, infected_share, 0.0, highest)
    else:
        transmission = call.transmission
        # What compiles on first use does so now.
        infected_share(transmission)
    low, high = transmission / AROUND, transmission * AROUND
    for _ in range(LARGE_TRIES if call.transmission is None else 1):
        infected, setup_seconds, seconds = large(transmission)
        used, share = transmission, infected / call.people
        if abs(share - call.attack_rate) <= CLOSE_ENOUGH:
            break
        if share < call.attack_rate:
            low = transmission
        else:
            high = transmission
        transmission = (low + high) / 2
    told = {
        "people": call.people,
        "days": call.days,
        "infected": int(infected),
        "transmission": used,
        "setup_cpu_seconds": setup_seconds,
        "cpu_seconds": seconds,
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "version": version,
    }
    print(json.dumps(told))
