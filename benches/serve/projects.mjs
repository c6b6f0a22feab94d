// The projects of the journeys, made anew: fixed dates and identities.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PURPOSE =
  "Calcul est un outil qui permet aux agents d’estimer le montant d’une aide. Il lit les barèmes publiés chaque année, " +
  "applique les règles du texte en vigueur à la situation décrite, puis explique le résultat étape par étape. Les agents " +
  "l’emploient au guichet, et les usagers peuvent vérifier chez eux le calcul qui les concerne, avec les mêmes données.";

export function commit(folder, message, day) {
  const date = `2026-11-${day}T12:00:00Z`;
  const who = ["-c", "user.name=Agente Une", "-c", "user.email=une.agente@projet.gouv.fr"];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  execFileSync("git", ["-C", folder, "add", "-A"], { env });
  execFileSync("git", ["-C", folder, ...who, "commit", "-qm", message], { env });
}

function project(folder, files) {
  mkdirSync(folder, { recursive: true });
  execFileSync("git", ["-C", folder, "init", "-q", "-b", "main"]);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  commit(folder, "Premier calcul", "01");
}

/// Six projects below `home`: five for the relay and the lawyer, one for the developer.
export function projects(home) {
  rmSync(home, { recursive: true, force: true });
  const code = { "calcul.py": "def total(a, b):\n    return a + b\n" };
  project(join(home, "depots", "annuaire"), { ...code, "README.md": "# Annuaire\n" });
  project(join(home, "depots", "guichet"), { ...code, "README.md": `# Guichet\n\n${PURPOSE}\n`, "deploy.sh": "export DB_PASSWORD=Zx9-kq81-trouve\n" });
  project(join(home, "depots", "calcul"), { ...code, "README.md": `# Calcul\n\n${PURPOSE}\n` });
  project(join(home, "depots", "bibliotheque"), { ...code, "package.json": '{ "name": "bibliotheque", "version": "1.0.0" }\n' });
  project(join(home, "depots", "<b>étude"), { ...code, "README.md": "# Étude <script>alert(1)</script>\n" });
  project(join(home, "outil"), { ...code, "README.md": `# Calcul\n\n${PURPOSE}\n`, "serveur.txt": "LDAP_HOST=ldap01.calcul.intra\n" });
}
