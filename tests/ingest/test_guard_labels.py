"""Names that stand by a label or a credit, where nothing but that says that they are of people."""

from __future__ import annotations

import pytest

from ingest.guard_names import collect_names, name_pattern

LABELS = (
    "Yderligere oplysninger: {}",
    "Flere oplysninger: {}, 2. sal",
    "Spørgsmål: {}",
    "Mere viden: {}",
    "Koordinator: {}",
    "Sagsbeh.: {}",
    "Forfatter(e): {}",
    "Ansvarlig for projektet: {}",
    "Dato og underskrift: 12. maj 2021, {}",
    "Udfyldt af {}",
    "Indsendt af {} i marts",
    "Godkendt af {} den 7. juni 2018",
    "Opdateret af {} 19. februar 2019",
    "Interview: {}",
    "Reportage: {}",
    "Indlæg af {}",
    "Læserbrev af {}",
    "Projektleder er {}",
    "Projektlederen hedder {}",
    "{} | Journalist",
    "19. februar 2019 | {}",
    "Tekst {} Foto [navn]",
    "Foto {}",
)
NOBODY = (
    "Yderligere oplysninger: Ring til kommunen",
    "Spørgsmål: Hvad kan vi søge til?",
    "Spørgsmål: Kan Odense Kommune søge?",
    "Godkendt af Odense Kommune den 7. juni 2018",
    "Indsendt af Region Syddanmark",
    "Projektejer er Odense Kommune",
    "Ansvarlig for projektet: Odense Kommune",
    "19. februar 2019 | Odense Kommune",
    "Interview: Sådan gik det",
    "Projektejer: Region Nordjylland, Nære Sundhedstilbud",
    "Ansvarlig: Tværfaglig Rehabilitering og Træning",
)


@pytest.mark.parametrize("name", ["Hjalte Skovgærde", "Tjalfe Ravnkilde", "Embla Storhøj"])
@pytest.mark.parametrize("line", LABELS)
def test_a_label_or_credit_makes_two_words_a_name(line: str, name: str) -> None:
    assert name in collect_names(line.format(name))


@pytest.mark.parametrize("line", NOBODY)
def test_labels_before_other_things_name_nobody(line: str) -> None:
    assert collect_names(line) == frozenset()


def test_a_name_that_a_year_is_glued_to_is_masked_beside_another() -> None:
    pattern = name_pattern(collect_names("Af Hjalte Skovgærde og Embla Storhøj2017"))
    assert pattern is not None
    assert pattern.sub("[navn]", "Af Hjalte Skovgærde og Embla Storhøj2017") == "Af [navn] og [navn]2017"
