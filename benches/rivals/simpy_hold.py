"""The hold model in SimPy: every actor is a process that waits for a timeout, again and again.

Prints one line of JSON like the other rivals. Steps come from the same table of
quantiles; an actor's state is a list of its own, which is what Python has.
"""

import argparse
import json
import math
import random
import resource
import time

import simpy

MEAN_MS = 3_600_000
QUANTILES = 1 << 16


def steps():
    return [
        max(1, round(-math.log((n + 0.5) / QUANTILES) * MEAN_MS)) for n in range(QUANTILES)
    ]


def actor(environment, n, table, draw):
    state = [0] * 16
    timeout = environment.timeout
    while True:
        yield timeout(table[draw(16)])
        state[0] += 1
        state[15] += n


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pending", type=int, default=1_000_000)
    parser.add_argument("--holds", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.process_time()
    environment = simpy.Environment()
    table, draw = steps(), random.Random(arguments.seed).getrandbits
    for n in range(arguments.pending):
        environment.process(actor(environment, n, table, draw))
    # A process first runs at its initialization, which is an occurrence too.
    step = environment.step
    for _ in range(arguments.pending + arguments.holds // 4):
        step()
    measured = time.process_time()
    for _ in range(arguments.holds):
        step()
    finished = time.process_time()
    print(
        json.dumps(
            {
                "setup_cpu_seconds": measured - started,
                "cpu_seconds": finished - measured,
                "holds": arguments.holds,
                "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "version": simpy.__version__,
            }
        )
    )


main()
