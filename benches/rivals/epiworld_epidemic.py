"""An epidemic in epiworld: a network of ten contacts each, the ill detected, contacts traced.

Its SEIR model on a network with quarantine and isolation, on a small world of which a fifth
of the ties is rewired; everybody meets all their contacts every day. Only contacts of the
infected are looked at, so cost follows infections.
"""

from importlib.metadata import version

import epidemic
import epiworldpy

CONTACTS = 10
REWIRED = 0.2
# States of those who were never infected.
SPARED = ["Susceptible", "Quarantined Susceptible"]


def main():
    call = epidemic.arguments(__doc__)

    def set_up(transmission, people, initial):
        model = epiworldpy.epimodels.ModelSEIRNetworkQuarantine(
            vname="a virus of 2020",
            prevalence=initial / people,
            transmission_rate=transmission,
            avg_incubation_days=4.5,
            recovery_rate=1 / 8,
            hospitalization_rate=0.0,
            hospitalization_period=7.0,
            days_undetected=5.0,
            quarantine_period=14,
            quarantine_willingness=0.5,
            isolation_willingness=0.5,
            isolation_period=10,
            contact_tracing_success_rate=0.75,
            contact_tracing_days_prior=7,
        )
        model.agents_smallworld(people, CONTACTS, False, REWIRED)
        model.verbose_off()
        return model

    def run(model):
        model.run(call.days, call.seed)
        spared = [model.get_states().index(name) for name in SPARED]
        return sum(state not in spared for state in model.get_agents_states())

    epidemic.measure(call, version("epiworldpy"), set_up, run, highest=0.5)


main()
