"""Draws the first screen of an audit, for the READMEs: two languages, light and dark.

    python3 -m venv /tmp/draw && /tmp/draw/bin/pip install rich
    /tmp/draw/bin/python docs/pictures/draw.py target/release/publiable

The project audited is made here, the same each time: what it hides is derived from a
word, so that no secret is in this repository. Writes first-screen-LANGUAGE-THEME.svg
beside this file.
"""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).parent
# That of a page that is not shown in a terminal.
WIDTH = 80
# Background, text, then the eight colours of a terminal: at least 4.5:1 on the background.
THEMES = {
    "light": TerminalTheme(
        (255, 255, 255),
        (30, 30, 30),
        [(30, 30, 30), (201, 25, 30), (24, 117, 60), (150, 80, 0)]
        + [(0, 0, 145), (125, 40, 125), (0, 99, 203), (90, 90, 90)],
    ),
    "dark": TerminalTheme(
        (22, 22, 30),
        (230, 230, 230),
        [(60, 60, 60), (255, 120, 120), (110, 215, 140), (245, 190, 90)]
        + [(150, 160, 255), (225, 150, 225), (110, 195, 255), (230, 230, 230)],
    ),
}
# No font is asked of another site: each reader's own monospaced one.
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {terminal_width} {terminal_height}">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, Menlo, Consolas, monospace;
  font-variant-ligatures: none; white-space: pre; }}
{styles}
</style>
<rect x="1" y="1" width="99.8%" height="99.6%" rx="8" fill="BACKGROUND" stroke="#888"/>
<defs>{lines}</defs>
<g transform="translate(16, 8)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""
TITLES = {
    "fr": "Premier écran d’un audit : ce qui bloque, ce qui est important, ce qui est à confirmer",
    "en": "First screen of an audit: what blocks, what is important, what is to be confirmed",
}


def secret(word: str, size: int) -> bytes:
    """Bytes that look random, always the same for a word."""
    return hashlib.sha256(word.encode()).digest()[:size]


def project(folder: Path) -> None:
    """Writes and commits a small service that is not ready to be published."""
    # An Ed25519 key in PKCS #8 (RFC 8410): this prefix, then its 32 bytes.
    key = bytes.fromhex("302e020100300506032b657004220420") + secret("key", 32)
    armour = "-----{} PRIVATE" + " KEY-----"
    password = base64.b64encode(secret("password", 15)).decode().translate({43: "x", 47: "y"})
    files = {
        "README.md": "# Guichet\n\nLe guichet reçoit les demandes des usagers et les transmet au service "
        "compétent, qui leur répond sous deux jours.\n\n## Installation\n\n`pip install .`\n\n"
        "## Utilisation\n\n`guichet serve` ouvre le guichet sur le port 8000.\n",
        "pyproject.toml": '[project]\nname = "guichet"\nversion = "1.0.0"\nlicense = "EUPL-1.2"\n',
        "src/guichet.py": "def recevoir(demande):\n    return demande\n",
        "tests/test_guichet.py": "from guichet import recevoir\n\n\ndef test_recevoir():\n    assert recevoir(1) == 1\n",
        "deploy/server.pem": f"{armour.format('BEGIN')}\n{base64.b64encode(key).decode()}\n{armour.format('END')}\n",
        "deploy/run.sh": f"export DB_PASSWORD={password}\nguichet serve\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    who = {"NAME": "Service du guichet", "EMAIL": "guichet@ministere.example.org", "DATE": "2026-01-15T10:00:00Z"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    environment |= {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Ouvre le guichet"]):
        subprocess.run(["git", *command], cwd=folder, env=environment, check=True)


def screen(program: str, folder: Path, language: str) -> str:
    """What the summary of an audit shows, with its colours."""
    command = [program, "audit", "--summary", "--no-cache", "--color", "always", "--lang", language]
    shown = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if shown.returncode != 1:
        sys.exit(f"the audit was to find what blocks; it ended with {shown.returncode}: {shown.stderr}")
    return shown.stdout


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: draw.py PROGRAM")
    program = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "guichet"
        folder.mkdir()
        project(folder)
        for language, title in TITLES.items():
            text = Text.from_ansi(screen(program, folder, language))
            for theme, colours in THEMES.items():
                console = Console(record=True, width=WIDTH, file=open(os.devnull, "w", encoding="utf-8"))
                console.print(text)
                name = f"first-screen-{language}-{theme}.svg"
                frame = FRAME.replace("TITLE", title).replace("BACKGROUND", colours.background_color.hex)
                drawn = console.export_svg(theme=colours, code_format=frame, unique_id="screen")
                (HERE / name).write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
