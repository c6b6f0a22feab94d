#!/bin/sh
# The project of docs/tutorial.md: `sh project.sh FOLDER` makes it, with its history.
set -eu
mkdir "$1"
cd "$1"
# What an audit finds is whole in the project alone, not in this script.
password=v7Rk2pXw$(printf 9sTq4Lmz)
domain=projet.gouv.fr zone=intra
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
git init --quiet --initial-branch=main
save() {
    git add --all
    GIT_AUTHOR_DATE="$1" GIT_COMMITTER_DATE="$1" git \
        -c user.name="Une agente" -c user.email="une.agente@$domain" \
        commit --quiet --message "$2"
}

mkdir demandes docs tests
cat >README.md <<'END'
# Suivi des demandes

Application interne. Voir la documentation.
END
cat >requirements.txt <<'END'
flask==3.0.3
psycopg[binary]==3.2.1
pytest==8.3.3
requests==2.32.3
END
echo '"""Suivi des demandes des usagers."""' >demandes/__init__.py
cat >demandes/annuaire.py <<END
"""Le service auquel appartient un agent."""

import requests

ANNUAIRE = "https://annuaire.direction.$zone/api"


def service(agent):
    """Le service de cet agent, d'après l'annuaire."""
    reponse = requests.get(f"{ANNUAIRE}/agents/{agent}", timeout=5)
    return reponse.json()["service"]
END
cat >demandes/suivi.py <<'END'
"""L'avancement d'une demande."""

ETAPES = ["reçue", "attribuée", "instruite", "close"]


def suivante(etape):
    """L'étape qui vient après celle-ci, ou rien."""
    rang = ETAPES.index(etape) + 1
    return ETAPES[rang] if rang < len(ETAPES) else None
END
cat >tests/test_suivi.py <<'END'
from demandes.suivi import suivante


def test_suivante():
    assert suivante("reçue") == "attribuée"
    assert suivante("close") is None
END
cat >docs/installation.md <<'END'
# Installation

Créer la base de données, puis renseigner les variables d'environnement et lancer l'application :

    pip install -r requirements.txt
    flask --app demandes run
END
cat >.env <<END
DATABASE_HOST=localhost
DATABASE_USER=demandes
DATABASE_PASSWORD=$password
END
save 2025-03-03T09:00:00Z "Première version"

git rm --quiet .env
echo .env >.gitignore
save 2025-03-10T09:00:00Z "Les réglages ne sont plus dans le dépôt"

sed 's/timeout=5/timeout=10/' demandes/annuaire.py >annuaire.new
mv annuaire.new demandes/annuaire.py
save 2026-02-02T09:00:00Z "L'annuaire répond parfois lentement"
