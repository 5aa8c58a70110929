"""A small site of awards on a loopback port, in two versions, and a data folder whose staff read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.ingest.webserver import Reply, Site
from tests.ui.conftest import Site as Served
from ui.texts import Texts

HOSTILE = "<script>alert('redaktion')</script> \u202egnitsetorp\u202c Tryghed i eget hjem " + "x" * 9_900
CPR = "120339-5518"

_AWARDS = {
    "Vejle": ("Sikkert hjem efter indlæggelse", "1.250.000"),
    "Esbjerg": ("Træning i eget hjem", "900.000"),
    "Skive": ("Hverdagsrehabilitering for alle", "1.100.000"),
    "Odense": ("Akutsygepleje om natten", "2.400.000"),
}
_PROJECT = """<p>Randers Kommune fik i 2018 bevilget 640.000 kr. til projektet fra Sundhedsstyrelsens pulje
Ro i hverdagen.</p><h2>Formål</h2><p>{aim}</p><h2>Målgruppe</h2><p>Mennesker med demens og deres pårørende.</p>
<h2>Resultater</h2><p>{result}</p><p>Projektet løb fra 2018 til 2020.</p>"""
_AIM = "Projektet skal aflaste pårørende med faste besøg i hjemmet."


@dataclass
class DeskSite(Served):
    """The staff's pages as one of them sees them: in a window of some width, in one language."""

    width: int
    t: Texts

    def address(self, path: str) -> str:
        """Give the address of a page of the staff in the language."""
        mark = "&" if "?" in path else "?"
        return f"{self.url}/redaktion{path}{mark + 'lang=en' if self.t.language == 'en' else ''}"


def fill(site: Site, version: int) -> None:
    """Put a version's pages on the site."""
    site.pages = {}
    pages = {"/puljer/tryg-hjemme": "Tryg hjemme", "/puljer/ro-i-hverdagen": "Ro i hverdagen"}
    if version == 1:
        pages["/puljer/gammel-pulje"] = "Gammel pulje"
    else:
        pages |= {"/puljer/bevaegelse": "Bevægelse", "/puljer/referat": "Referat", "/puljer/taelling": "Tælling"}
    links = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in pages.items())
    site.page("/puljer", f"<ul>{links}</ul>", title="Puljer")
    site.page("/puljer/tryg-hjemme", _awards(version), title="Tryg hjemme: tildelte midler")
    results = (
        "Pårørende oplevede det samme som før."
        if version == 1
        else "Antallet af indlæggelser faldt fra 48 til 31 om året, og pårørende oplevede mindre belastning end før."
    )
    site.page("/puljer/ro-i-hverdagen", _PROJECT.format(aim=_AIM, result=results), title="Ro i hverdagen i Randers")
    if version == 1:
        old = "<p>Lemvig Kommune fik i 2012 bevilget 300.000 kr. til Naboer hjælper fra puljen Gammel pulje.</p>"
        site.page("/puljer/gammel-pulje", old, title="Naboer hjælper i Lemvig")
        return
    site.page("/puljer/bevaegelse", _hostile(), title=_escaped(HOSTILE))
    site.page(
        "/puljer/referat", f"<p>Borgersag om Agda Vrøvlsen, cpr-nr. {CPR}, i Stevns Kommune.</p>", title="Referat"
    )
    site.pages["/puljer/taelling"] = Reply(b"", 403)


def _awards(version: int) -> str:
    awards = dict(_AWARDS)
    if version == 2:
        awards["Esbjerg"] = ("Træning i eget hjem", "950.000")
        awards["Hjørring"] = ("Ensomhed ved havet", "780.000")
    rows = "".join(
        f"<tr><td>{place} Kommune</td><td>{title}</td><td>{amount} kr.</td></tr>"
        for place, (title, amount) in awards.items()
    )
    return (
        "<p>Sundhedsstyrelsen har i 2019 uddelt midler fra puljen Tryg hjemme til disse kommuner.</p>"
        "<table><thead><tr><th>Kommune</th><th>Projekt</th><th>Bevilget beløb</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _hostile() -> str:
    return (
        "<p>Thisted Kommune fik i 2021 bevilget 510.000 kr. til projektet fra Sundhedsstyrelsens pulje Bevægelse.</p>"
        "<h2>Formål</h2><p>At få flere til at gå ture.</p>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def describe_source(data: Path, site: Site) -> None:
    """Write the source and the settings that let it be read."""
    folder = data / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    source = f'title = "Prøvekommunen"\nstart = ["{site.url}/puljer"]\nfollow = ["/puljer*"]\npublish = "review"\n'
    limits = "[politeness]\ndelay_s = 0.0\n[expected]\nmin_projects = 1\nmax_projects = 50\n"
    (folder / "proeve.toml").write_text(source + limits, "utf-8")
    (data / "puljespor.toml").write_text(f'allow_addresses = "{site.address}"\nthreads = 1\n', "utf-8")
