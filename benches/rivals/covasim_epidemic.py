"""An epidemic in Covasim: homes, schools, workplaces and chance contacts, tests and tracing.

Its hybrid population has random networks of the four kinds. A tenth of the symptomatic is
tested each day; contacts of positive people are traced by kind of contact and quarantined.
Nobody is infected twice, as in the models beside it. Numba compiles in the worlds that match
the transmission, before anything counts.
"""

import epidemic

import covasim

# Of the symptomatic, a day.
TESTED = 0.1
# By kind of contact: home, school, work, chance.
TRACED = {"h": 1.0, "s": 0.75, "w": 0.75, "c": 0.5}
DAYS_TO_TRACE = 2
# Infections from outside, of all people a day.
IMPORTED = 0.00001


def main():
    call = epidemic.arguments(__doc__)

    def set_up(transmission, people, initial):
        simulation = covasim.Sim(
            pop_size=people,
            pop_infected=initial,
            pop_type="hybrid",
            n_days=call.days,
            beta=transmission,
            n_imports=IMPORTED * people,
            use_waning=False,
            rand_seed=call.seed,
            verbose=0,
            interventions=[
                covasim.test_prob(symp_prob=TESTED, asymp_prob=0.0),
                covasim.contact_tracing(trace_probs=TRACED, trace_time=DAYS_TO_TRACE),
            ],
        )
        simulation.initialize()
        return simulation

    def run(simulation):
        simulation.run()
        return simulation.results["cum_infections"][-1]

    epidemic.measure(call, covasim.__version__, set_up, run, highest=0.2)


main()
