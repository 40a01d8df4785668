"""How strong a rule is follows the words of its article (reading E-04). The words are the source's own."""

import re

import pytest

from config.catalogue import catalogue

FIRM = re.compile(r"\b(devra|devront|doit|doivent|obligatoire|obligatoirement|impérativement|ne pourra)\b")
SOFT = re.compile(r"\b(propose|proposera|(?<!ne )pourra|vise à|peut sembler)\b")

WORDS = {
    ("cd49-aci", "debut"): "L'action devra débuter entre le 01 janvier et le 31 décembre 2021",
    ("cd49-reference-rsa", "examen-epl"): "la situation du bénéficiaire du RSA doit être étudiée",
    ("cd49-reference-rsa", "contrat-a-temps"): "La contractualisation doit être réalisée dans les deux mois",
    ("cd49-reference-rsa", "rdv-trimestriel"): "une fréquence trimestrielle peut sembler raisonnable",
    ("cd59-i1-iod", "rsa-socle"): "doivent être destinées exclusivement aux allocataires du RSA socle",
    ("cd59-i1-iod", "duree-du-parcours"): "L'accompagnement ne devra pas excéder 12 mois",
    ("cd59-i1-iod", "deux-rencontres-par-mois"): "Les allocataires devront être reçus à minima 2 fois par mois",
    ("cd59-i1-iod", "suivi-6-mois"): "Les allocataires devront être suivis 6 mois dans l'emploi",
    ("cd59-i2-ref-iod", "referent-rsa-informe"): "Les référents adossés doivent informer les référents RSA",
    ("cd59-i3-mediation", "suivi-6-mois"): "Les allocataires devront être suivis 6 mois dans l'emploi",
    ("cd59-ii2-coaching", "contrat-en-cours"): "La contractualisation via un CER est obligatoire",
    ("cd59-ii2-coaching", "rendez-vous-hebdomadaire"): "Les rendez-vous doivent s'effectuer une fois par semaine",
    ("cd59-iii1-mise-en-situation", "duree-du-parcours"): "La durée du parcours ne pourra excéder 12 mois",
    ("cd59-iii2-eti", "diagnostic-obligatoire"): "Une phase d'analyse - diagnostic obligatoire",
    ("cd59-iv-aci", "rendez-vous-mensuel"): "Les rendez-vous doivent s'effectuer une fois par mois",
    ("cd59-v-freins", "bilan-de-sortie"): "L'opérateur devra mettre en place un bilan en fin d'action",
    ("cd59-vi1-individuel", "contrat-en-cours"): "La contractualisation via un CER est obligatoire",
    ("cd62-cerp", "contrat-professionnel"): "Doit, sous un mois après l'orientation, conclure un contrat".lower(),
    ("cd62-cers", "contrat-avant-orientation"): "Le référent doit attendre la décision d'orientation",
    ("cd62-cers", "contrat-solidarite"): "Il doit, sous deux mois après son orientation",
    ("cd93-2a-francais", "besoins-transmis"): "Ces besoins devront être communiqués aux prescripteurs",
    ("cd93-2a-francais", "evaluations-langue"): "l'organisme devra déterminer le niveau de langue atteint",
    ("cd93-2a-francais", "modules-monde-pro"): "L'action devra inclure des modules de découverte",
    ("cd93-2a-francais", "projet-transmis"): "Le niveau d'élaboration devra également être transmis",
    ("cd93-2b-remise-a-niveau", "temps-individuels"): "L'action devra s'appuyer sur des temps individuels",
    (
        "cd93-2b-remise-a-niveau",
        "preparation-tenue",
    ): "Le porteur de projet devra également préparer aux tests",
    ("cd93-3a-aptitudes", "modules-tenus"): "L'action devra inclure des modules de sensibilisation",
    ("cd93-4-prequal-pro", "connaissances-generales-tenues"): "la formation devra également comprendre",
    ("cd93-4-prequal-pro", "projet-travaille"): "un travail de confirmation de projet devra être proposé",
    ("cd93-5-qualification", "modules-tenus"): "la formation devra également comprendre",
    ("cd93-6-acces-emploi", "positionnement-fait"): "Le porteur de projet devra, sur un temps de positionnement",
    ("cd93-7-publics-vulnerables", "mixite"): "L'action proposera, si possible, une mixité",
}
"""What the article of a rule says, by convention and name of the rule."""


@pytest.mark.parametrize(("id", "name"), WORDS, ids=["/".join(one) for one in WORDS])
def test_a_rule_is_as_strong_as_the_words_of_its_article(id, name):
    words = WORDS[id, name]
    firm, soft = FIRM.search(words), SOFT.search(words)
    assert bool(firm) is not bool(soft)
    (severity,) = {rule.severity for rule in catalogue()[id].rule if rule.name == name}
    assert severity == ("error" if firm else "info")


def test_where_only_our_day_is_a_reading_it_is_an_alert_first():
    """A delay no text gives: the rule that has one is firm, and an alert until its tolerance has passed."""
    for id, name in (
        ("cd59-i2-ref-iod", "referent-rsa-informe"),
        ("cd59-v-freins", "bilan-de-sortie"),
        ("cd93-6-acces-emploi", "positionnement-fait"),
        ("cd49-reference-rsa", "contrat-echu"),
    ):
        (rule,) = (rule for rule in catalogue()[id].rule if rule.name == name)
        assert (rule.severity, rule.tolerance) == ("error", 1)
