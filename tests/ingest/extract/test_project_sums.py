from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract.labels import find_labels
from ingest.extract.lines import Page
from ingest.extract.project_amounts import find_amount
from tests.ingest.extract.pages import write_document

# What a page tells, its lines parted by strokes, and the sum its one project was awarded.
TOLD = (
    (
        "12 projekter fra 13 kommuner får del i 24,5 millioner kroner. / Havby Kommune får 1,9 mio. kr. til projektet.",
        1_900_000,
    ),
    ("Ni kommuner har fået i alt 18 mio. kr. fra puljen. / Havby Kommune fik 1,9 mio. kr. til projektet.", 1_900_000),
    ("Puljen har givet 18 mio. kr. til ni kommuner. / Vores projekt fik 1,9 mio. kr.", 1_900_000),
    ("Der er uddelt 18 mio. kr. / Projektet er støttet med 1,9 mio. kr.", 1_900_000),
    ("Syv kommuner deler 18 mio. kr. / Havby Kommune modtager 1,9 mio. kr.", 1_900_000),
    ("Staten har givet 18 mio. kr. til området. / Projektet har fået 1,9 mio. kr. af dem.", 1_900_000),
    ("I alt 18 mio. kr. er bevilget til ti projekter. / Havby får 1,9 mio. kr.", 1_900_000),
    ("Projektet har kostet 3,6 mio. kr., som er bevilget af Ministeriet.", 3_600_000),
    ("Projektet foregik i 2018 og 2019 og kostede 850.000 kroner, som kommunen fik fra en privat fond.", 850_000),
    ("Det kostede 850.000 kr., der blev betalt af puljen.", 850_000),
    ("Udgiften på 850.000 kr. er dækket af puljen.", 850_000),
    ("Projektet kostede 850.000 kr., hvoraf puljen betalte 600.000 kr.", 600_000),
    ("Projektet kostede 850.000 kr.", None),
    ("Fakta om projektet Bevilling: / 2.730.000 kr. Projektperiode: august / 2019 - juli 2022", 2_730_000),
    ("Kommunen får 400.000 kr. om året i tre år til projektet.", 1_200_000),
    ("Projektet støttes med 400.000 kr. årligt i 2019, 2020 og 2021.", 1_200_000),
    ("Tilskud 2025: 400.000 kr. / Tilskud 2026: 300.000 kr. / Tilskud 2027: 200.000 kr.", 900_000),
    ("Bevilling i 2025: 400.000 kr. / Bevilling i 2026: 300.000 kr.", 700_000),
    ("Beløb 2025: 400.000 kr. / Beløb 2026: 300.000 kr.", 700_000),
    ("Støtte (2025): 400.000 kr. / Støtte (2026): 300.000 kr.", 700_000),
    ("Tilskud for 2025: 0,4 mio. kr. / Tilskud for 2026: 0,3 mio. kr.", 700_000),
    ("Tilskud 2025: 400.000 kr. / Bevilling 2026: 300.000 kr.", 400_000),
    ("Bevilling: 700.000 kr. / Tilskud 2025: 400.000 kr. / Tilskud 2026: 300.000 kr.", 700_000),
    ("Projektet har fået 3 x 400.000 kr. fra puljen.", 1_200_000),
    ("Projektet fik 3 gange 400.000 kr. fra puljen.", 1_200_000),
    ("Bevilling: 400.000 kr. pr. år i 3 år", 1_200_000),
    ("Bevilling: 1.200 t.kr.", 1_200_000),
    ("Tilskud 1.200.000", 1_200_000),
    ("Projektet er finansieret af puljen med en halv million kroner.", 500_000),
    ("Projektet fik knap 1,2 mio. kr. i støtte.", 1_200_000),
    ("Kommunen søgte om 2,5 mio. kr. og fik 1,2 mio. kr.", 1_200_000),
    ("Kommunen fik 1,2 mio. kr. af de 2,5 mio. kr., den søgte om.", 1_200_000),
    ("Kommunen har søgt 2,5 mio. kr.", None),
    ("Projektet har et samlet budget på 2,5 mio. kr., heraf 1,2 mio. kr. fra puljen.", 1_200_000),
    ("Projektet sparede kommunen 1,2 mio. kr.", None),
    ("Budgettet er på 2,5 mio. kr. Kommunen lægger selv 500.000 kr.", None),
    ("Puljen er på 18 mio. kr.", None),
    ("Puljen rummer 18 mio. kr., og Havby Kommune får 1,9 mio. kr. af dem.", 1_900_000),
    ("Havby Kommune er en af ni kommuner, der deler 18 mio. kr.", None),
    ("Sammen med otte andre kommuner har Havby Kommune fået del i 18 mio. kr.", None),
    ("Havby Kommune har fået del i puljen på 18 mio. kr.", None),
    ("Havby Kommune får sin andel af de 18 mio. kr.", None),
    ("Tolv kommuner er gået sammen om projektet, som har fået 18 mio. kr.", 18_000_000),
    ("Projektet blev bevilget 1.990.000 kr. og havde et forbrug på 1.650.000 kr.", 1_990_000),
    ("Af bevillingen på 1.990.000 kr. er der brugt 1.650.000 kr.", 1_990_000),
    ("Der er bevilget 1.990.000 kr. fra puljen på 18 mio. kr.", 1_990_000),
    ("Puljemidler: 1.990.000 kr.", 1_990_000),
    ("Økonomi: 1.990.000 kr. fra Sundhedsstyrelsen", 1_990_000),
    ("Projektøkonomi: Sundhedsstyrelsen har bevilget 1.990.000 kr.", 1_990_000),
    ("Beløb: 1.990.000", 1_990_000),
    ("Støtte fra puljen: 1,99 mio. kr.", 1_990_000),
    ("Ministeriet skød 1,99 mio. kr. i projektet.", 1_990_000),
    ("Pengene, 4,1 mio. kr., kom fra ministeriets pulje.", 4_100_000),
    ("Med 1,99 mio. kr. fra puljen i ryggen gik kommunen i gang.", 1_990_000),
    ("Tilsagnet lød på 1.990.000 kr.", 1_990_000),
    ("Prisen var 1.990.000 kr., og dem betalte Sundhedsstyrelsen.", 1_990_000),
    ("Sundhedsstyrelsen finansierede projektet (1.990.000 kr.).", 1_990_000),
    # a pool by its own name
    ("Hjemmeplejen har drevet det med 1.990.000 kr. fra Ensomhedspuljen.", 1_990_000),
    ("Med 1.990.000 kr. fra Sundhedsstyrelsens pulje Trygge nætter gik vi i gang.", 1_990_000),
    ("Det er sket for 1.990.000 kr. fra en statslig pulje.", 1_990_000),
    ("Indsatsen kører for 1.990.000 kr. fra Demens-puljen.", 1_990_000),
    ("Kommunen søgte om 1.990.000 kr. fra Ensomhedspuljen.", None),
    ("Der er 18 mio. kr. fra Ensomhedspuljen til ni kommuner.", None),
    # what a part of a pool cost, and what others paid of a cost
    ("Morgenlys var en del af puljen Trygge nætter og kostede 1.990.000 kr.", 1_990_000),
    ("Projektet hørte under Nattepuljen og har kostet i alt 1.990.000 kr.", 1_990_000),
    ("Indsatsen kom i stand gennem ministeriets pulje og kostede godt 1,99 mio. kr.", 1_990_000),
    ("Forsøget løb til 2019 og kostede 1.990.000 kr., som regionen og kommunerne delte.", 1_990_000),
    ("Projektet kostede 1.990.000 kr., som ministeriet og kommunen delte.", 1_990_000),
    ("Projektet kostede 1.990.000 kr., som Havby Kommune selv betalte.", None),
    ("Projektet er en del af puljen Trygge nætter, men kostede kommunen 250.000 kr.", None),
    ("Morgenlys var en del af puljen og kostede 1.990.000 kr., hvoraf puljen betalte 900.000 kr.", 900_000),
    # what is left over is no grant, whatever it stands under
    ("Økonomi: Regnskabet udviser et mindreforbrug på 41.200 kr., som er tilbagebetalt.", None),
    ("Projektet er støttet med 1.990.000 kr. / Økonomi: Mindreforbruget blev 41.200 kr.", 1_990_000),
    ("Projektet er støttet med 1.990.000 kr. / Økonomi: 41.200 kr. er tilbagebetalt.", 1_990_000),
    ("Økonomi: Af bevillingen på 1.990.000 kr. er 41.200 kr. ført tilbage.", 1_990_000),
    ("Økonomi: Restbeløbet på 41.200 kr. sendes retur til styrelsen.", None),
    ("Økonomi: Bevillingen var 1.990.000 kr. Overskuddet på 41.200 kr. er returneret.", 1_990_000),
    ("Regnskabet blev gjort op med et mindreforbrug på 41.200 kr.", None),
    # what one course costs is no grant, whatever it stands under
    ("Projektet er støttet med 1.990.000 kr. / Økonomi: Et forløb koster 46.900 kr. mod 47.200 kr. før.", 1_990_000),
    ("Økonomi: Hvert besøg kostede 41.200 kr.", None),
    ("Økonomi: Projektet kostede 1.990.000 kr.", 1_990_000),
    # names of the field
    ("Bevilget: 1.990.000 kr.", 1_990_000),
    ("Bevillingsbeløb: 1.990.000 kr.", 1_990_000),
    ("Projektbevilling: 1.990.000 kr.", 1_990_000),
    ("Modtaget: 1.990.000 kr.", 1_990_000),
    ("Støttens størrelse: 1,99 mio. kr.", 1_990_000),
    ("Ansøgt: 1.990.000 kr.", None),
    ("Der blev ikke bevilget 1.990.000 kr. til projektet.", None),
)


@pytest.mark.parametrize(("told", "amount"), TOLD)
def test_the_projects_own_sum_is_told_from_those_of_many_and_of_others(told: str, amount: int | None) -> None:
    lines = "\n".join(told.split(" / "))
    page = Page(
        write_document(f"# Morgenlys\nHavby Kommune vil hjælpe ældre.\n{lines}", kind=DocumentKind.PROJECT_PAGE)
    )
    found = find_amount(page, page.lines, find_labels(page))
    assert (found.value if found else None) == amount


def test_a_sum_by_the_year_is_quoted_with_its_years() -> None:
    text = "# Morgenlys\nHavby Kommune får 400.000 kr. om året i tre år til projektet."
    page = Page(write_document(text, kind=DocumentKind.PROJECT_PAGE))
    found = find_amount(page, page.lines, [])
    assert found is not None
    assert page.text[found.char_start : found.char_end] == "400.000 kr. om året i tre år"
