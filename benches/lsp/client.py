"""What `run.sh` asks of `publiable lsp`, as an editor would."""

import os
import statistics
import time

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

CLIENTS = ["visual_studio_code", "neovim"]
# A file of the size that projects have: 200 lines, one wrong value.
FEATURES = "".join(f"      - Fonctionnalité numéro {number} 🚀\n" for number in range(172))
TEXT = f"""publiccodeYmlVersion: "0"
name: Outil de suivi
url: https://forge.projet.gouv.fr/outils/suivi
softwareType: standalone/web
platforms:
  - web
developmentStatus: Stable
description:
  fr:
    shortDescription: Suit l’avancement des projets d’une collectivité.
    longDescription: >-
      L’outil de suivi montre à chaque service où en sont ses projets, qui les porte et ce qui reste à faire.
      Il a été conçu avec les agents de plusieurs collectivités et s’adapte à leurs méthodes de travail.
    features:
{FEATURES}legal:
  license: EUPL-1.2
organisation:
  uri: urn:x-siren:130025265
  name: Direction exemple
maintenance:
  type: internal
  contacts:
    - name: Camille Exemple
      email: camille.exemple@example.org
localisation:
  localisationReady: false
  availableLanguages:
    - fr
"""


@pytest_lsp.fixture(
    params=CLIENTS,
    config=ClientServerConfig(server_command=[os.environ["PUBLIABLE"], "lsp"]),
)
async def client(request, lsp_client: LanguageClient):
    params = types.InitializeParams(capabilities=client_capabilities(request.param), locale="fr-FR")
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


async def opened(client, folder, text=TEXT):
    uri = (folder / "publiccode.yml").as_uri()
    item = types.TextDocumentItem(uri=uri, language_id="yaml", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    await client.wait_for_notification("textDocument/publishDiagnostics")
    return uri


async def changed(client, uri, version, text):
    document = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
    changes = [types.TextDocumentContentChangeWholeDocument(text=text)]
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))
    await client.wait_for_notification("textDocument/publishDiagnostics")


def at(uri, line, character):
    return {
        "text_document": types.TextDocumentIdentifier(uri=uri),
        "position": types.Position(line=line, character=character),
    }


def edited(text, edits):
    lines = text.splitlines(keepends=True)
    offset = lambda place: len("".join(lines[: place.line])) + place.character
    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


async def test_a_fault_is_shown_explained_and_repaired(client, tmp_path):
    uri = await opened(client, tmp_path)
    [fault] = client.diagnostics[uri]
    assert (fault.code, fault.source, fault.range.start.line) == ("publiccode/unknown-value", "publiable", 6)
    hover = await client.text_document_hover_async(types.HoverParams(**at(uri, 6, 20)))
    assert "Fondement : " in hover.contents.value and "developmentStatus" in hover.contents.value
    params = types.CodeActionParams(
        text_document=types.TextDocumentIdentifier(uri=uri),
        range=fault.range,
        context=types.CodeActionContext(diagnostics=[fault]),
    )
    actions = await client.text_document_code_action_async(params)
    repair = next(action for action in actions if action.kind == types.CodeActionKind.QuickFix)
    after = edited(TEXT, repair.edit.document_changes[0].edits)
    assert after == TEXT.replace("Stable", "stable")
    await changed(client, uri, 2, after)
    assert not client.diagnostics[uri]


async def test_what_may_be_written_is_proposed(client, tmp_path):
    uri = await opened(client, tmp_path, "name: Outil\nlegal:\n  license: EU\n")
    answer = await client.text_document_completion_async(types.CompletionParams(**at(uri, 2, 13)))
    items = getattr(answer, "items", answer)
    assert "EUPL-1.2" in [item.label for item in items]
    answer = await client.text_document_completion_async(types.CompletionParams(**at(uri, 0, 2)))
    assert "developmentStatus" in [item.label for item in getattr(answer, "items", answer)]


async def test_formatting_puts_keys_in_order(client, tmp_path):
    text = 'name: Outil # le nom\npubliccodeYmlVersion: "0"\n'
    uri = await opened(client, tmp_path, text)
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    params = types.DocumentFormattingParams(types.TextDocumentIdentifier(uri=uri), options)
    edits = await client.text_document_formatting_async(params)
    assert edited(text, edits) == 'publiccodeYmlVersion: "0"\nname: Outil # le nom\n'


async def test_diagnostics_follow_the_hand(client, tmp_path):
    uri = await opened(client, tmp_path)
    times = []
    for version in range(2, 52):
        start = time.perf_counter()
        await changed(client, uri, version, TEXT.replace("Outil", "Outil" + "!" * version))
        times.append(1000 * (time.perf_counter() - start))
    lines, median, most = TEXT.count("\n"), statistics.median(times), max(times)
    print(f"\n{lines} lines: {median:.1f} ms from a change to its diagnostics (most: {most:.1f} ms; the aim: 50 ms)")
