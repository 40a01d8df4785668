"""How rules and severities are called in French, on every screen and in every export."""

SEVERITIES = {"error": "erreur", "warning": "alerte", "info": "pour information"}
OWN_RULE = "règle de gestion"  # the article of a rule that no convention says
RULES = {
    "group-size": "Taille du groupe",
    "session-length": "Durée d'une séance",
    "stay-length": "Durée maximale",
    "exclusivity": "Un seul parcours à la fois",
    "volume-cap": "Volume d'heures",
    "loan-length": "Durée d'un prêt",
    "loan-extension": "Prolongation d'un prêt",
    "eligibility": "Éligibilité",
    "exam-attempts": "Présentations à l'examen",
    "driving-quota": "Quota de conduite",
    "missing-document": "Document attendu",
    "interview-rhythm": "Rythme des entretiens",
    "park-size": "Taille du parc",
    "overlap": "Deux séances en même temps",
    "roll-not-called": "Appel non fait",
}
