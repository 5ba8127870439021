"""Ranges in which common clinical measurements of people lie, whatever the table holds.

They are wide: what a hospital can meet in a living patient, not what is normal. A rule with such a range does
not give away the exact extremes of single patients. Sources: ranges of plausibility of common intensive care
databases (Harutyunyan et al. 2019, arXiv:1703.07771, table of valid ranges, rounded outwards).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClinicalRange:
    """Names by which a measurement goes (a regular expression for the whole name), its range and unit."""

    names: str
    low: float
    high: float
    unit: str


RANGES: tuple[ClinicalRange, ...] = (
    ClinicalRange(r"age|alter|patient age|age (in )?years|age at .*", 0, 120, "years"),
    ClinicalRange(r"(body )?weight( kg)?|gewicht( kg)?", 0.2, 400, "kg"),
    ClinicalRange(r"(body )?height( cm)?|groesse( cm)?|größe( cm)?", 20, 250, "cm"),
    ClinicalRange(r"bmi|body mass index", 5, 100, "kg/m²"),
    ClinicalRange(r"heart ?rate|hr|pulse|puls|thalach|thalch", 0, 350, "1/min"),
    ClinicalRange(r"(bp ?)?sys(tol(ic)?)?( ?bp)?|bpsystol|sbp|trestbps|rr sys", 0, 375, "mmHg"),
    ClinicalRange(r"(bp ?)?dia(s|stol(ic)?)?( ?bp)?|bpdiast|dbp|rr dia", 0, 375, "mmHg"),
    ClinicalRange(r"temp(erature)?|body temp(erature)?|temperatur", 14, 47, "°C"),
    ClinicalRange(r"spo2|sp o2|sao2|oxygen saturation|sättigung", 0, 100, "%"),
    ClinicalRange(r"resp(iratory)? ?rate|rr|atemfrequenz", 0, 300, "1/min"),
    ClinicalRange(r"crp|c reactive protein", 0, 1000, "mg/l"),
    ClinicalRange(r"h(a)?emo(globin)?|hb|hgb|hämoglobin", 0, 30, "g/dl"),
    ClinicalRange(r"h(a)?ematocrit|hct|pcv", 0, 100, "%"),
    ClinicalRange(r"creat(inine)?|kreatinin", 0, 60, "mg/dl"),
    ClinicalRange(r"sodium|natrium|sod", 50, 250, "mmol/l"),
    ClinicalRange(r"potassium|kalium|pot", 0, 15, "mmol/l"),
    ClinicalRange(r"ph", 6.3, 8.4, ""),
)
"""The first whose names fit counts."""


def clinical_range(name: str) -> ClinicalRange | None:
    """Return the range of the measurement that a column called `name` holds, or None.

    >>> clinical_range("Weight_kg").high
    400
    """
    plain = re.sub(r"[\s_.\-\[\]()/]+", " ", name).strip().lower()
    return next((known for known in RANGES if re.fullmatch(known.names, plain)), None)
