"""The échelle de distance à l'emploi, the personal plan and the fiche de liaison."""
