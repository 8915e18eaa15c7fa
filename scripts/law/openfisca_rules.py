"""The BPU rules for JKK and JKM with relief, for `payung bench law --against-openfisca` only: python openfisca_rules.py RULES.json.

Written as openfisca-core's own country template writes such rules: variables by month, classes as a scale of the parameters,
sectors as an enumeration.
RULES.json comes from the benchmark: `rows`, `months`, the classes, the values of each figure by their first day. Prints one line of JSON: seconds
(input and calculation, without reading the rules) and the sums of the year.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy
from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = Entity("person", "persons", "A participant", "")


class Sector(Enum):
    transport = "transport"
    other = "other"


class income(Variable):
    value_type, entity, definition_period = float, Person, DateUnit.MONTH


class sector(Variable):
    value_type, possible_values, default_value = Enum, Sector, Sector.other
    entity, definition_period = Person, DateUnit.MONTH


class base(Variable):
    value_type, entity, definition_period = float, Person, DateUnit.MONTH

    def formula(person, period, parameters):
        return parameters(period).classes.calc(person("income", period))


class left(Variable):
    """The share of ten thousand that a relief leaves."""

    value_type, entity, definition_period = float, Person, DateUnit.MONTH

    def formula(person, period, parameters):
        return parameters(period).relief[person("sector", period)]


class jkk(Variable):
    value_type, entity, definition_period = float, Person, DateUnit.MONTH

    def formula(person, period, parameters):
        full = numpy.floor(person("base", period) * parameters(period).jkk_rate / 10000 + 0.5)
        return numpy.floor(full * person("left", period) / 10000 + 0.5)


class jkm(Variable):
    value_type, entity, definition_period = float, Person, DateUnit.MONTH

    def formula(person, period, parameters):
        return numpy.floor(parameters(period).jkm_amount * person("left", period) / 10000 + 0.5)


def dated(values: dict) -> dict:
    return {"values": {day: {"value": value} for day, value in values.items()}}


def system_of(rules: dict) -> TaxBenefitSystem:
    system, figures, first = TaxBenefitSystem([Person]), rules["figures"], f"{rules['months'][0]}-01"
    system.add_variables(income, sector, base, left, jkk, jkm)
    brackets = [
        {"threshold": dated({first: start}), "amount": dated({first: amount})}
        for start, amount in zip(rules["income_from"], rules["base"], strict=True)
    ]
    parameters = {
        "jkk_rate": dated(figures["jkk_rate"]),
        "jkm_amount": dated(figures["jkm_amount"]),
        "relief": {name: dated(figures[f"relief_{name}"]) for name in ("transport", "other")},
        "classes": {"metadata": {"type": "single_amount"}, "brackets": brackets},
    }
    system.parameters = ParameterNode("", data=parameters)
    return system


def main(path: Path) -> None:
    rules = json.loads(path.read_text(encoding="utf-8"))
    system, at = system_of(rules), numpy.arange(rules["rows"], dtype=numpy.int64)
    incomes, sectors = (at * 7919 % 25_000 * 1_000).astype(numpy.float32), numpy.where(at % 3 == 0, "transport", "other")
    began = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(system, count=rules["rows"])
    for month in rules["months"]:
        simulation.set_input("income", month, incomes)
        simulation.set_input("sector", month, sectors)
    year = rules["months"][0][:4]
    sums = {name: int(simulation.calculate_add(name, year).sum(dtype=numpy.float64)) for name in ("jkk", "jkm")}
    seconds = time.perf_counter() - began
    print(
        json.dumps({"seconds": seconds, "sums": sums, "rows": rules["rows"], "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
