"""Makes `hospital_stays.csv`: invented hospital stays to try SynthDesk on. No row describes a real person.

    python resources/example/make_example.py

The table has what real exports have: identifiers, dates, a code for "missing" (-99), values that were not
measured, rare diagnoses, a rare outcome, and a rule that always holds (discharge on or after admission).
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

ROWS = 1000
SEED = 20240229
FIRST_DAY = date(2022, 1, 3)
HEADINGS = (
    "stay_id", "sex", "age", "admission", "discharge", "ward", "diagnosis", "emergency", "weight_kg", "height_cm",
    "smoker", "crp", "haemoglobin", "creatinine", "intensive_care", "died",
)  # fmt: skip

# Diagnosis (ICD-10), ward, share of the stays, mean age, usual C-reactive protein, usual nights.
DIAGNOSES = (
    ("I50.0", "cardiology", 0.17, 76, 12, 8),
    ("I21.4", "cardiology", 0.11, 68, 18, 6),
    ("J18.9", "pneumology", 0.16, 70, 95, 7),
    ("J44.1", "pneumology", 0.11, 69, 35, 7),
    ("A41.9", "internal medicine", 0.08, 71, 160, 11),
    ("E11.7", "internal medicine", 0.09, 66, 9, 6),
    ("K35.8", "surgery", 0.10, 36, 60, 4),
    ("S72.0", "surgery", 0.11, 80, 40, 11),
    ("M16.1", "surgery", 0.055, 67, 6, 7),
    ("G45.9", "neurology", 0.008, 70, 5, 4),
    ("D86.0", "pneumology", 0.004, 46, 14, 5),
    ("M30.3", "internal medicine", 0.003, 22, 70, 9),
)


def main() -> None:
    """Write the table beside this script."""
    rng = np.random.default_rng(SEED)
    target = Path(__file__).with_name("hospital_stays.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        for number in rng.permutation(ROWS):
            writer.writerow(stay(int(number), rng))


def stay(number: int, rng: np.random.Generator) -> list[str]:
    """Return one invented stay as texts."""
    shares = np.array([d[2] for d in DIAGNOSES])
    code, ward, _, mean_age, usual_crp, usual_nights = DIAGNOSES[
        rng.choice(len(DIAGNOSES), p=shares / shares.sum())
    ]
    sex = "f" if rng.random() < (0.62 if code == "S72.0" else 0.48) else "m"
    age = int(np.clip(rng.normal(mean_age, 12), 18, 97))
    height = rng.normal(165 if sex == "f" else 178, 6.5) - 0.05 * max(0, age - 60)
    weight = np.clip(rng.normal(26.5 + (3 if code == "E11.7" else 0), 4), 17, 46) * (height / 100) ** 2
    emergency = rng.random() < (0.15 if code == "M16.1" else 0.78)
    crp = float(np.exp(rng.normal(np.log(usual_crp), 0.7)))
    intensive = rng.random() < 1 / (
        1 + np.exp(-(-3.4 + 0.012 * crp + (1.1 if code in ("A41.9", "I21.4") else 0)))
    )
    creatinine = float(
        np.exp(rng.normal(-0.15 + 0.007 * (age - 50) + 0.2 * intensive + 0.12 * (sex == "m"), 0.3))
    )
    haemoglobin = rng.normal(13.1 if sex == "f" else 14.3, 1.5) - 0.015 * max(0, age - 60)
    nights = int(rng.poisson(usual_nights * (1.6 if intensive else 1.0) * (1 if emergency else 0.8)))
    died = rng.random() < 1 / (1 + np.exp(-(-6.9 + 0.035 * age + 1.8 * intensive + 0.006 * crp)))
    admission = FIRST_DAY + timedelta(days=int(rng.integers(0, 730)))
    return [
        f"S-{104000 + number}",
        sex,
        str(age),
        admission.isoformat(),
        (admission + timedelta(days=nights)).isoformat(),
        ward,
        code,
        "yes" if emergency else "no",
        f"{weight:.1f}" if rng.random() > 0.06 else "",
        f"{height:.0f}",
        smoker(age, code, rng),
        f"{crp:.1f}" if emergency or rng.random() < 0.55 else "",
        f"{haemoglobin:.1f}" if rng.random() > 0.03 else "",
        f"{creatinine:.2f}",
        "yes" if intensive else "no",
        "yes" if died else "no",
    ]


def smoker(age: int, code: str, rng: np.random.Generator) -> str:
    """Return 1, 0, or the code -99 for "nobody asked"."""
    if rng.random() < 0.045:
        return "-99"
    return str(int(rng.random() < (0.55 if code == "J44.1" else 0.32 - 0.002 * age)))


if __name__ == "__main__":
    main()
