"""Words of documents' titles, addresses and texts that speak for a kind, with the points they give it."""

from __future__ import annotations

from corpus.documents import DocumentKind

K = DocumentKind

# (kind, points, pattern) over the title
TITLE: tuple[tuple[DocumentKind, float, str], ...] = (
    (K.FAQ, 6, r"spørgsmål og svar|\bfaq\b|ofte stillede spørgsmål|hyppigt stillede"),
    (K.CALL, 5,
        r"^invitation|ansøgningsopslag|indkaldelse|\bsøges\b|søges til|vil (?:i|din kommune|"
        r"jeres kommune) (?:være )?med|deltag i|åben for ansøgning|åbner for ansøgning|nu kan (?:i|kommuner\w*|"
        r"du) søge|søg (?:midler|støtte|puljen|om)|call for|opslag af pulje|efterlyses|tilmeld|ny pulje|"
        r"nyt opslag|puljeopslag|kom med i"),
    (K.GOVERNANCE, 6,
        r"udpegning|udpeges|indstilling|kommissorium|referat|dagsorden|høring\b|høringssvar|styregruppe|"
        r"vurderingsgruppe|forretningsorden|vedtægt|mødeplan|repræsentant|følgegruppe|bestyrelse|udvalgsmøde|"
        r"byråd"),
    (K.GOVERNANCE, 8,
        r"^vejledning\b|\bvejledning (?:til|om|i|for)\b|\bguide til|retningslinjer|skabelon|"
        r"^sådan (?:skriver|udfylder|afrapporterer|laver)|gode råd|udfyldelse af"),
    (K.GOVERNANCE, 7,
        r"^(?:budget(?:ter|forlig|aftale|opfølgning)?|(?:års)?regnskab|takst(?:er|blad))\b[^:]{0,12}\d{4}|"
        r"\bbudget(?:forlig|opfølgning|aftale)|^budget\b|\bregnskab (?:for )?20\d\d|^takst"),
    (K.FINAL_REPORT, 7,
        r"slutrapport|slutafrapportering|afrapportering|status(?:rapport|notat)|skema til slut|"
        r"slut(?:notat|beretning|opgørelse)|afsluttende (?:rapport|notat|beretning|status)|"
        r"afslutnings?(?:rapport|notat|beretning)|(?:resultat|erfarings)(?:notat|rapport)|"
        r"\bafslutning(?:en)?(?: (?:af|på)\b|\W*$)|\berfaringer \d{4}\b"),
    (K.EVALUATION, 6,
        r"evaluering|erfaringsopsamling|effektmåling|effektundersøgelse|midtvejs|opsamling på|følgeforskning|"
        r"virkningsevaluering|analyse af|casesamling|eksempelsamling|(?:case|eksempel|idé|inspirations)katalog"),
    (K.AWARD_LIST, 5,
        r"(?:kommuner|projekter|millioner|mio\.?\skr\.?) (?:får|modtager|har fået|til)|projekter,? der har fået|"
        r"støttede projekter|har fået tildelt|tildel(?:te|ing|es)|bevillingsmodtagere|tilskudsmodtagere|"
        r"udmønt(?:ning|et)|deler \d|får del i|(?:får|modtager) (?:støtte|midler|\d)|oversigt over (?:støttede|"
        r"bevil|tilskud|tilsagn|projekter)|liste over|uddeling|fordeling af"),
    (K.POOL_PAGE, 4, r"\bpulje|genopslag|pulje[nr]?\b|\(initiativ \d+|ansøgningspulje|satspulje"),
    (K.PROGRAMME_PAGE, 4,
        r"kvalitet i kommunerne|\bkik\b|\bprogram(?:met)?\b|handlingsplan|partnerskab|\bi sikre hænder\b|"
        r"indsats(?:en)? for alle|landsdækkende"),
    (K.APPLICATION, 7, r"^ansøgning(?:sskema)?\b|ansøgning (?:til|om)|projektansøgning|ansøgningsskema"),
    (K.NEWS, 2, r"nyhed|ny (?:direktør|formand|chef|minister|rapport)|besøg|pressemeddel"),
    (K.PROJECT_PAGE, 5,
        r"^projektbeskrivelse(?!r)|\b[A-ZÆØÅ][\wæøå-]+ (?:Regionsk|K)ommune$|"
        r"^projekt(?:et)?\b|projektet\s[\"”]|om projektet"),
)  # fmt: skip
URL: tuple[tuple[DocumentKind, float, str], ...] = (
    (K.NEWS, 3.5, r"/nyheder?/|/aktuelt/|/presse|/artikel|/news"),
    (K.POOL_PAGE, 3, r"/puljer/"),
    (K.EVALUATION, 2.5, r"evaluering"),
    (K.EVALUATION, 0.7, r"/udgivelser/|/publikationer/"),
    (K.PROJECT_PAGE, 3, r"/projekter(?:-og-initiativer)?/|omsorg.og.naerv|/projekt-|/cases?/"),
    (K.FAQ, 4, r"spoergsmaal|faq"),
    (K.FINAL_REPORT, 3, r"slut(?:rapport|notat)|afrapportering|afslut(?:ning|tende)|[-_/]rapport\b"),
    (K.CALL, 2, r"soeges|invitation|opslag\b|ansoeg"),
    (K.GOVERNANCE, 3, r"udpeg|dagsorden|referat|hoering|kommissorium"),
    (K.APPLICATION, 3, r"ansoegning(?:sskema)?[-_.]"),
)  # fmt: skip
# (kind, points, most times counted, pattern) over the text
TEXT: tuple[tuple[DocumentKind, float, int, str], ...] = (
    (K.CALL, 1.6, 3,
        r"\bkan (?:nu )?(?:søge|ansøge)s?\b|inviterer|indbydes|invitation|deadline for ansøgning|ansøgning(?:en|"
        r"er)? (?:skal )?sendes|interesserede kommuner|sådan (?:søger|deltager|ansøger)|hvem kan søge|"
        r"opfordres til at søge|vil i være med|som projektkommune får i|tilmeldingen sendes|har i lyst|"
        r"skal i sende|søger kommuner|tilmeld (?:jer|dig)|frist for (?:ansøgning|tilmelding)|kriterier for|"
        r"ansøgere skal|ansøgningsskema|støtteberettiget|der kan søges"),
    (K.CALL, 2.2, 1, r"(?m)^\W*(?:LUKKET FOR TILMELDING|ansøgningsfrist(?:en)?\s?:)"),
    (K.GOVERNANCE, 1.8, 4,
        r"\budpeg\w+|vurderingsgruppe\w*|kommissorium|styregruppe\w*|kkr[- ]|frist for tilbagemelding|"
        r"repræsentanter?\b|\bindstille[sr]?\b|høringsfrist|medlemmer af|forretningsudvalg|punkt \d+|\bpkt\. \d|"
        r"beslutning:|sagsfremstilling|indstilling:|møde(?:t|r)? (?:den|afholdes)|høringssvar|afbud|dagsorden\w*|"
        r"generalforsamling|formandskab"),
    (K.GOVERNANCE, 2, 3,
        r"(?m)\bsådan (?:udfyldes|udfylder|skriver)|\budfyldes\b|"
        r"\bskriv (?:kommunens|det|den|om|kort|hvad|hvor|navnet)\b|"
        r"\bbeskriv,? (?:kort|hvad|hvordan|om)|\b(?:det|her) skal i skrive|brug skabelonen|samme navn som i|"
        r"^beløb(?:ene)? (?:er )?i (?:1\.000|hele tusinde|mio)|korrigeret budget|merforbrug"),
    (K.FINAL_REPORT, 3, 4,
        r"tilskudsmodtager(?:s navn)?(?: \(kommunens|:)|projektnummer|projektets navn|skema til slut\w*|"
        r"slutafrapportering|revisorpåtegnet|i hvilken grad er projektets|er projektets (?:formål|mål)|"
        r"projektleders navn|hvorvidt (?:og hvorledes )?projektets mål|projektets hovedresultater|forbrugt|"
        r"regnskab"),
    (K.EVALUATION, 1.4, 4,
        r"evalueringen|evalueret af|erfaringsopsamling\w*|interview(?:s|ene)?\b|spørgeskema\w*|datagrundlag\w*|"
        r"evalueringens|metodisk|respondent\w*|konklusion\w*|EVALUERINGER \d"),
    (K.APPLICATION, 2.5, 4,
        r"vi (?:ansøger|søger) (?:hermed )?om|ansøgt beløb|der søges om|projektets budget|ansøger(?:s)? (?:navn|"
        r"kontakt)|ansøgende kommune|cvr|underskrift|hvis (?:projektet|ansøgningen) (?:imødekommes|bevilges|"
        r"støttes)|ansøgningen|forventede resultater|vi forventer at"),
    (K.AWARD_LIST, 1.5, 3,
        r"(?:har|er) (?:fået |blevet )?tildelt|har fået (?:støtte|tilsagn|midler)|bevilget beløb|tildelt beløb|"
        r"får støtte|modtager støtte|fordelt på \d+ projekter|støttede projekter|i alt\s*\n?\s*[\d.]+|"
        r"udmøntet til|har modtaget (?:støtte|tilsagn|midler)|se listen over"),
    (K.POOL_PAGE, 1.3, 5,
        r"puljens formål|udmøntning af puljen|ansøgningsfrist(?:er)?\b|ansøgningsmateriale|puljeopslag\w*|"
        r"formålet med puljen|(?:der er |har )?afsat\b.{0,40}(?:mio|kr)|projektperiode|puljen (?:er|blev|har|kan)|"
        r"ansøgninger til puljen|i hvilken grad|midlerne i puljen|(?m:^om puljen)|genopslag\w*"),
    (K.PROGRAMME_PAGE, 1.6, 4,
        r"arbejdsspor|alle kommuner|løbe(?:r)? (?:indtil|til|frem til) 20|programmet\b|indsatsen er (?:opstartet|"
        r"forankret)|landsdækkende|økonomiaftale\w*|programleder|programsekretariat\w*|fælleskommunal\w*|"
        r"partnerskab\w*"),
    (K.PROJECT_PAGE, 1.5, 5,
        r"(?m)^(?:emneord|resumé af projektet|formål med projektet|projektets formål|hvad kom der ud af det|"
        r"baggrund for projektet|kort om projektet|om projektet|projektperiode|projektledelse|målgruppe|"
        r"læs mere om projektet|projektejer|projektkommune|deltagende kommuner|kommune|pulje|periode|bevilling|"
        r"bevilget beløb|status)\b"),
    (K.PROJECT_PAGE, 0.7, 5,
        r"\bprojektet (?:har|er|løber|løb|bygger|afprøver|omfatter|skal|blev|gik|startede|handler|udspringer)\b|"
        r"projektleder|projektgruppe|i projektet\b"),
    (K.FAQ, 1.5, 6,
        r"(?m)^(?:spørgsmål(?: \d+)?|svar|\d+\.? ?spørgsmål)\b|^(?:kan|skal|må|hvornår|hvordan|hvem|"
        r"hvad)\b[^\n]{8,140}\?$"),
    (K.NEWS, 1, 3, r"NYHED\s?-|siger\b|udtaler|pressemeddelelse|pressehenvendelser|(?m:^Skip navigation)"),
)  # fmt: skip
