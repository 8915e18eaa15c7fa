"""The BPU rules for JKK and JKM with relief in openfisca-core, for `payung bench law --against-openfisca` only: python openfisca_rules.py RULES.json.

RULES.json comes from the benchmark: `rows`, `months`, `income_from` and `base` of the classes, and the values of each figure by their first day.
Prints one line of JSON: seconds and the sums of a year.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy
from openfisca_core.entities import Entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

rules = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
INCOME_FROM, BASE = numpy.array(rules["income_from"]), numpy.array(rules["base"])
Person = Entity("person", "persons", "A participant", "")


class income(Variable):
    value_type, entity, definition_period = int, Person, DateUnit.ETERNITY


class transport(Variable):
    value_type, entity, definition_period = bool, Person, DateUnit.ETERNITY


class base(Variable):
    value_type, entity, definition_period = int, Person, DateUnit.MONTH

    def formula(person, period):
        return BASE[numpy.searchsorted(INCOME_FROM, person("income", period), side="right") - 1]


def relieved(person, period, parameters, full):
    """Half a rupiah up, as Payung rounds."""
    left = numpy.where(person("transport", period), parameters(period).relief_transport, parameters(period).relief_other).astype(numpy.int64)
    return (full * left + 5000) // 10000


class jkk(Variable):
    value_type, entity, definition_period = int, Person, DateUnit.MONTH

    def formula(person, period, parameters):
        full = (person("base", period).astype(numpy.int64) * int(parameters(period).jkk_rate) + 5000) // 10000
        return relieved(person, period, parameters, full)


class jkm(Variable):
    value_type, entity, definition_period = int, Person, DateUnit.MONTH

    def formula(person, period, parameters):
        return relieved(person, period, parameters, numpy.int64(parameters(period).jkm_amount))


def main() -> None:
    system = TaxBenefitSystem([Person])
    system.add_variables(income, transport, base, jkk, jkm)
    dated = {name: {"values": {day: {"value": value} for day, value in values.items()}} for name, values in rules["figures"].items()}
    system.parameters = ParameterNode("", data=dated)
    at = numpy.arange(rules["rows"], dtype=numpy.int64)
    incomes, moving = (at * 7919 % 25_000_000).astype(numpy.int32), at % 3 == 0
    began = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(system, count=rules["rows"])
    simulation.set_input("income", "ETERNITY", incomes)
    simulation.set_input("transport", "ETERNITY", moving)
    sums = {name: sum(int(simulation.calculate(name, month).sum(dtype=numpy.int64)) for month in rules["months"]) for name in ("jkk", "jkm")}
    seconds = time.perf_counter() - began
    print(
        json.dumps({"seconds": seconds, "sums": sums, "rows": rules["rows"], "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024})
    )


if __name__ == "__main__":
    main()
