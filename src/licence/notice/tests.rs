//! Notices as projects write them, and texts that grant nothing.

use super::*;

fn granted(text: &str) -> String {
    expression(&read(text, Reading::Statement)).map_or("-".to_string(), |found| found.to_string())
}

fn page(text: &str) -> String {
    let notices = read(text, Reading::Page);
    let own: Vec<Notice> = notices.into_iter().filter(|notice| notice.scope.is_own()).collect();
    expression(&own).map_or("-".to_string(), |found| found.to_string())
}

fn differs(text: &str, found: String, expected: &str) -> Option<String> {
    (found != expected).then(|| format!("{found} instead of {expected}: {text}"))
}

#[test]
fn two_licences_are_joined_in_several_languages() {
    for (text, expected) in [
        ("Lizenziert unter MIT oder Apache-2.0.", "MIT OR Apache-2.0"),
        ("Lizenziert unter MIT und Apache-2.0.", "MIT AND Apache-2.0"),
        ("Publicado bajo la licencia MIT o Apache-2.0.", "MIT OR Apache-2.0"),
        ("Publicado bajo la licencia MIT y EUPL-1.2.", "MIT AND EUPL-1.2"),
        ("Rilasciato sotto licenza EUPL-1.2 e MIT.", "EUPL-1.2 AND MIT"),
        ("Uitgebracht onder de licentie EUPL-1.2 of MIT.", "EUPL-1.2 OR MIT"),
        ("Uitgebracht onder de licentie EUPL-1.2 en MIT.", "EUPL-1.2 AND MIT"),
        ("Licensed under MIT plus Apache-2.0.", "MIT AND Apache-2.0"),
        ("Sous licence MIT et CeCILL-B.", "MIT AND CECILL-B"),
        (
            "Content is licenced under the Open Government Licence, a copy of which is available at http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
            "OGL-UK-2.0",
        ),
        ("This page is licenced under Attribution 4.0 International.", "CC-BY-4.0"),
        ("The work, such as the application, is available under the EUPL-1.2 license.", "EUPL-1.2"),
    ] {
        assert_eq!(granted(text), expected, "{text}");
    }
}

#[test]
fn notices_are_read() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        (
            "This program is free software: you can redistribute it and/or modify\nit under the terms of the GNU Affero General Public License as\npublished by the Free Software Foundation, either version 3 of the\nLicense, or (at your option) any later version.\n\nThis program is distributed in the hope that it will be useful,\nbut WITHOUT ANY WARRANTY; without even the implied warranty of\nMERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the\nGNU Affero General Public License for more details.\n\nYou should have received a copy of the GNU Affero General Public License\nalong with this program. If not, see <https://www.gnu.org/licenses/>.",
            "AGPL-3.0-or-later",
        ),
        (
            "# This program is free software; you can redistribute it and/or\n# modify it under the terms of the GNU General Public License\n# as published by the Free Software Foundation; either version 2\n# of the License, or (at your option) any later version.",
            "GPL-2.0-or-later",
        ),
        (
            "This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License version 2 as published by the Free Software Foundation.",
            "GPL-2.0-only",
        ),
        (
            "This library is free software; you can redistribute it and/or modify it under the terms of the GNU Lesser General Public License as published by the Free Software Foundation; either version 2.1 of the License, or (at your option) any later version.",
            "LGPL-2.1-or-later",
        ),
        (
            "Licensed under the Apache License, Version 2.0 (the \"License\");\nyou may not use this file except in compliance with the License.\nYou may obtain a copy of the License at\n\n    http://www.apache.org/licenses/LICENSE-2.0\n\nUnless required by applicable law or agreed to in writing, software distributed under the License is distributed on an \"AS IS\" BASIS.",
            "Apache-2.0",
        ),
        ("Ce projet est sous licence MIT.", "MIT"),
        ("Ce projet est publié sous licence AGPL-3.0-or-later.", "AGPL-3.0-or-later"),
        (
            "Ce logiciel est régi par la licence CeCILL-B soumise au droit français et respectant les principes de diffusion des logiciels libres.",
            "CECILL-B",
        ),
        (
            "Ce logiciel est régi par la licence CeCILL version 2.1 soumise au droit français.",
            "CECILL-2.1",
        ),
        (
            "Ce programme est un logiciel libre ; vous pouvez le redistribuer ou le modifier suivant les termes de la GNU General Public License telle que publiée par la Free Software Foundation ; soit la version 3 de la licence, soit (à votre gré) toute version ultérieure.",
            "GPL-3.0-or-later",
        ),
        ("Le code source est distribué sous licence EUPL v1.2.", "EUPL-1.2"),
        (
            "Licensed under the EUPL, Version 1.2 or – as soon they will be approved by the European Commission - subsequent versions of the EUPL (the \"Licence\");",
            "EUPL-1.2",
        ),
        ("Dual-licensed under MIT or Apache 2.0 at your option.", "MIT OR Apache-2.0"),
        (
            "Licensed under either of\n\n * Apache License, Version 2.0 ([LICENSE-APACHE](LICENSE-APACHE) or http://www.apache.org/licenses/LICENSE-2.0)\n * MIT license ([LICENSE-MIT](LICENSE-MIT) or http://opensource.org/licenses/MIT)\n\nat your option.",
            "Apache-2.0 OR MIT",
        ),
        (
            "Les données sont publiées sous Licence Ouverte / Open Licence version 2.0.",
            "etalab-2.0",
        ),
        (
            "This Source Code Form is subject to the terms of the Mozilla Public\nLicense, v. 2.0. If a copy of the MPL was not distributed with this\nfile, You can obtain one at https://mozilla.org/MPL/2.0/.",
            "MPL-2.0",
        ),
        (
            "This program and the accompanying materials are made available under the terms of the Eclipse Public License 2.0 which is available at https://www.eclipse.org/legal/epl-2.0/",
            "EPL-2.0",
        ),
        (
            "This work is licensed under a <a rel=\"license\" href=\"http://creativecommons.org/licenses/by-sa/4.0/\">Creative Commons Attribution-ShareAlike 4.0 International License</a>.",
            "CC-BY-SA-4.0",
        ),
        (
            "Use of this source code is governed by the BSD 3-Clause license that can be found in the LICENSE file.",
            "BSD-3-Clause",
        ),
        ("License: AGPLv3+", "AGPL-3.0-or-later"),
        ("Licence : CC-BY-4.0", "CC-BY-4.0"),
        ("MIT License\n\nCopyright (c) 2024 Direction du numérique", "MIT"),
        ("GPL-3.0-or-later", "GPL-3.0-or-later"),
        (
            "This software is distributed under version 3 or later of the GNU GPL.",
            "GPL-3.0-or-later",
        ),
        ("Licence AGPL version 3 ou ultérieure.", "AGPL-3.0-or-later"),
        ("This project is licensed under the terms of the GNU AGPL v3.0 only.", "AGPL-3.0-only"),
        ("This is not GPL but is released under the MIT license.", "MIT"),
        (
            "This repository is AGPL-3.0-or-later by default, MIT in front/ (see front/LICENSE).",
            "AGPL-3.0-or-later AND MIT",
        ),
        (
            "Le code est sous licence MIT et la documentation sous Licence Ouverte 2.0.",
            "MIT AND etalab-2.0",
        ),
        (
            "Sauf mention contraire, le contenu de ce dépôt est sous licence etalab-2.0.",
            "etalab-2.0",
        ),
        (
            "Ce projet est sous double licence EUPL 1.2 et AGPL-3.0-or-later, au choix.",
            "EUPL-1.2 OR AGPL-3.0-or-later",
        ),
        (
            "This project is dual-licensed under the Unlicense and MIT licenses.\n\nYou may use this code under the terms of either license.",
            "Unlicense OR MIT",
        ),
        (
            "The contents are subject to the Mozilla Public License Version 1.1.\n\nAlternatively, the contents of this file may be used under the terms of either the GNU General Public License Version 2 or later (the \"GPL\"), or the GNU Lesser General Public License Version 2.1 or later.",
            "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later",
        ),
        (
            "This project is dual-licensed under both the GPLv2 (found in the COPYING file) and Apache 2.0 License (found in the LICENSE.Apache file).",
            "GPL-2.0 OR Apache-2.0",
        ),
        ("distributed under GPL3+/MIT.", "GPL-3.0-or-later OR MIT"),
        (
            "Vous pouvez le redistribuer selon les termes de la Licence Publique Générale GNU publiée par la Free Software Foundation (version 2 ou bien toute autre version ultérieure choisie par vous).",
            "GPL-2.0-or-later",
        ),
        (
            "License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.\nThis is free software.",
            "GPL-3.0-or-later",
        ),
        ("MIT license.\nhttps://opensource.org/licenses/MIT\n", "MIT"),
        ("Ce projet est sous licence BSD à trois clauses.", "BSD-3-Clause"),
        (
            "Permission is granted to copy this document under the terms of the GNU Free Documentation License, Version 1.3 or any later version.",
            "GFDL-1.3-or-later",
        ),
        (
            "You can redistribute it under the terms of the GNU General Public License version 2 only. The copyright holder designates this file as subject to the \"Classpath\" exception.",
            "GPL-2.0-only WITH Classpath-exception-2.0",
        ),
        ("![licence](https://img.shields.io/badge/licence-AGPL--3.0-green)", "AGPL-3.0"),
        ("Copyright (C) 2020\nReleased under the ISC license", "ISC"),
        ("Released into the public domain under CC0 1.0.", "CC0-1.0"),
        (
            "As a work of the Government, this project is in the public domain. Additionally, we waive copyright and related rights in the work worldwide through the CC0 1.0 Universal public domain dedication.",
            "CC0-1.0",
        ),
        ("Der Quellcode wird unter der EUPL v1.2 bereitgestellt.", "EUPL-1.2"),
        (
            "Der Quellcode steht unter der EUPL v1.2, mit Ausnahme der Bibliothek X, die unter der MIT-Lizenz steht.",
            "EUPL-1.2",
        ),
        ("Il codice è rilasciato con licenza EUPL 1.2.", "EUPL-1.2"),
        ("De broncode is beschikbaar onder de EUPL-1.2 licentie.", "EUPL-1.2"),
        ("Este proyecto se distribuye bajo la licencia GPL-3.0-or-later.", "GPL-3.0-or-later"),
        ("Datenlizenz Deutschland – Namensnennung – Version 2.0", "DL-DE-BY-2.0"),
        ("Lizenz: GPL v3 oder neuer\n", "GPL-3.0"),
        (
            "GNU GPLv2 with Classpath exception applies. Licensed under the GNU General Public License version 2 only, with the Classpath exception.",
            "GPL-2.0-only WITH Classpath-exception-2.0",
        ),
    ] {
        wrong.extend(differs(text, granted(text), expected));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_grants_nothing_gives_nothing() {
    let mut wrong = Vec::new();
    for text in [
        "This software is not licensed under the MIT license.",
        "Ce logiciel n’est pas sous licence MIT.",
        "Unlike the GPL, our terms forbid redistribution.",
        "It is compatible with the GNU GPL version 3.",
        "Accepted licences: MIT, Apache-2.0, BSD-3-Clause, ISC.",
        "Nous recommandons les licences MIT, Apache 2.0 ou EUPL 1.2.",
        "Licences compatibles : MIT, GPL-3.0, EUPL-1.2",
        "Which licence should I choose? MIT, Apache-2.0 and GPL-3.0 are common.",
        "The server runs under Apache 2.4 on Linux.",
        "Conditions générales d’utilisation. Le site est édité par la direction.",
        "This project was previously licensed under GPL-3.0-only.",
        "A BSD-style license.",
        "Tous droits réservés.",
        "Dieses Projekt steht nicht unter der MIT-Lizenz.",
        "Les licences de la liste sont : MIT, Apache-2.0, AGPL-3.0-or-later.",
        "All rights reserved. This is proprietary software.",
        "If you want to use the MIT license, add a LICENSE file.",
        "Parts of it use a library, which is released under the MIT license.",
        "Nous envisageons de publier ce projet sous licence EUPL-1.2.",
        "We plan to release this project under the MIT license next year.",
        "For each card, a GPLv2 licensed driver is available.",
        "Export your diagrams under CC-BY-4.0 if you like.",
        "To apply the GNU GPL to your program, add the following: \"This program is under the GNU General Public License, version 3\".",
        "Les fonds de carte proviennent d’un tiers, sous licence ODbL.",
    ] {
        wrong.extend(differs(text, granted(text), "-"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_is_read_where_it_speaks_of_itself() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("# Tool\n\nA tool.\n\n## License\n\nMIT\n", "MIT"),
        ("# Tool\n\n## Licence\n\nCe projet est sous [licence AGPL 3.0](LICENSE).\n", "AGPL-3.0"),
        ("# Tool\n\nLeaflet is released under the BSD-2-Clause license.\n", "-"),
        ("# Tool\n\nThis project is released under the BSD-2-Clause license.\n", "BSD-2-Clause"),
        ("# Tool\n\nMIT and GPL-3.0 are licences.\n", "-"),
        ("# Tool\n\n## License\n\n[MIT](LICENSE) © Organisation\n", "MIT"),
        (
            "# Outil\n\n## Licence\n\nGNU AGPL v3 ou ultérieure\n\n## Autre\n\nMIT\n",
            "AGPL-3.0-or-later",
        ),
    ] {
        wrong.extend(differs(text, page(text), expected));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_version_left_out_is_unknown() {
    let told = |text: &str| verdict(text, &read(text, Reading::Statement));
    let vague = told("Licensed under the GPL.");
    assert!(matches!(vague, Verdict::Unknown { .. }), "{vague:?}");
    assert_eq!(told("Nothing here."), Verdict::None);
}

#[test]
fn a_header_of_free_software_is_read_in_the_head_of_a_source() {
    let header = |first: &str, name: &str, version: &str| {
        format!(
            "/*\n * {first} redistribute it and/or modify\n * it under the terms of the {name} as published by\n * the Free Software Foundation; either version {version} of the License, or\n * (at your option) any later version.\n */\n"
        )
    };
    let gpl = "GNU General Public License";
    for first in [
        "This program is free software; you can",
        "This program is free software: you can",
        "This library is free software, you can",
        "These scripts are free software; you may",
    ] {
        assert_eq!(page(&header(first, gpl, "2")), "GPL-2.0-or-later", "{first}");
    }
    let lesser = header(
        "This library is free software; you can",
        "GNU Lesser General Public License",
        "2.1",
    );
    assert_eq!(page(&lesser), "LGPL-2.1-or-later");
    assert_eq!(page(&lesser.replace("\n *", "\n#").replace("/*", "#")), "LGPL-2.1-or-later");
    let field = "License: LGPL-2.1\n This library is free software; you can redistribute it and/or\n modify it under the terms of the GNU Lesser General Public\n License as published by the Free Software Foundation; either\n version 2.1 of the License, or (at your option) any later version.\n";
    assert_eq!(granted(field), "LGPL-2.1-or-later");
    let european = "/*\n * This program is licensed and may be used, modified and redistributed under the  terms\n * of the European Public License (EUPL), either version 1.1 or (at your option)\n * any later version as soon as they are approved by the European Commission.\n */\n";
    assert_eq!(page(european), "EUPL-1.1");
    let french = "# Ce programme est un logiciel libre ; vous pouvez le redistribuer\n# sous les termes de la licence publique générale GNU version 3.\n";
    assert_eq!(page(french), "GPL-3.0");
}

#[test]
fn the_items_of_a_list_of_what_others_wrote_are_not_granted() {
    let grant = "This work is under the MIT License.\n\n";
    for item in [
        "- Agency Signature Starter Kit - https://kit.example/\n  Original license - http://www.cecill.info/licences/Licence_CeCILL-B_V1-en.html\n",
        "- The Agency Form and Table Designer for Offices - https://form.example/\n  License - https://www.apache.org/licenses/LICENSE-2.0\n",
        "- kit: CeCILL-B\n",
    ] {
        let announced = "This software may include third party components under the following\nlicense terms:\n\n";
        assert_eq!(granted(&format!("{grant}{announced}{item}")), "MIT", "{item}");
    }
}

#[test]
fn statements_are_read_in_the_languages_of_public_bodies() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("Licencia: Licencia Pública de la Unión Europea (EUPL) v1.1", "EUPL-1.1"),
        (
            "Esta obra está bajo una Licencia Creative Commons Atribución 4.0 Internacional.",
            "CC-BY-4.0",
        ),
        (
            "Liberado con licencia pública general Affero de GNU (AGPL) versión 3 o superior.",
            "AGPL-3.0-or-later",
        ),
        ("Este proyecto tiene licencia MIT.", "MIT"),
        (
            "Puede redistribuirlo bajo los términos de la Licencia Pública General de GNU según es publicada por la Free Software Foundation, bien de la versión 3 de dicha Licencia o bien (según su elección) de cualquier versión posterior.",
            "GPL-3.0-or-later",
        ),
        ("Distribuito secondo i termini della licenza BSD a 3 clausole.", "BSD-3-Clause"),
        ("Concesso in licenza a norma dell’EUPL, soltanto versione 1.2.", "EUPL-1.2"),
        (
            "Rilasciato con licenza Creative Commons Attribuzione - Condividi allo stesso modo 4.0 Internazionale.",
            "CC-BY-SA-4.0",
        ),
        (
            "Sie können es unter den Bedingungen der GNU General Public License, wie von der Free Software Foundation veröffentlicht, Version 3 der Lizenz oder (nach Ihrer Wahl) jeder neueren veröffentlichten Version, weiter verteilen.",
            "GPL-3.0-or-later",
        ),
        ("Veröffentlicht unter der Europäischen Union Public Licence (EUPL) 1.2", "EUPL-1.2"),
        (
            "Lizenziert unter einer Creative Commons Namensnennung 4.0 International Lizenz.",
            "CC-BY-4.0",
        ),
        ("Este software é distribuído sob a licença MIT.", "MIT"),
        ("Licenciado sob a EUPL, versão 1.2.", "EUPL-1.2"),
        (
            "Valt onder een Creative Commons Naamsvermelding-GelijkDelen 4.0 Internationaal-licentie.",
            "CC-BY-SA-4.0",
        ),
        ("Uitgebracht onder de AGPL versie 3 of hoger.", "AGPL-3.0-or-later"),
        ("Publicat sota llicència GNU AGPL v3.", "AGPL-3.0"),
        ("Oprogramowanie jest udostępniane na licencji EUPL w wersji 1.2.", "EUPL-1.2"),
        ("Software je šířen pod licencí EUPL verze 1.2.", "EUPL-1.2"),
        ("Tarkvara on avaldatud MIT litsentsi alusel.", "MIT"),
        ("Publié sous GPLv3 et LO 2.0.", "GPL-3.0 AND etalab-2.0"),
        ("OGL v3.0", "OGL-UK-3.0"),
        ("Todo el código se distribuye con la licencia GPL v3 o superior.", "GPL-3.0-or-later"),
        ("Veröffentlicht unter GPL Version 2 oder höher.", "GPL-2.0-or-later"),
        ("Ohjelmisto on julkaistu EUPL 1.2 -lisenssillä.", "EUPL-1.2"),
        ("Unless stated otherwise, the codebase is released under the MIT License.", "MIT"),
        ("Sous licence CC BY-SA 3.0 FR", "-"),
        ("Lizenziert unter CC BY-SA 3.0 DE", "CC-BY-SA-3.0-DE"),
        ("Sous licence CC BY-NC-SA 2.0 UK", "CC-BY-NC-SA-2.0-UK"),
        // What refuses, compares or speaks of something else.
        ("Unless you pay, this is not released under the MIT License.", "-"),
        ("El código no está bajo la licencia MIT.", "-"),
        ("Das Format der Lizenz MIT wird in 3 Dateien genutzt.", "-"),
        ("Il software non è rilasciato con licenza MIT.", "-"),
        ("GPL in 2 files", "-"),
        ("AGPLv3 (c) 2020 Agence de Lorvaux", "AGPL-3.0"),
        ("AGPLv3 (chargeable) Agence de Lorvaux", "-"),
        ("Das Projekt war unter der MIT-Lizenz.", "-"),
        ("As dependências têm licença Apache 2.0.", "-"),
        ("Verrà rilasciato con licenza EUPL 1.2.", "-"),
        ("Oprogramowanie nie jest udostępniane na licencji MIT.", "-"),
        ("Este software é distribuído sob a licença MIT apenas para escolas.", "-"),
        ("Em breve será publicado sob a licença MIT.", "-"),
    ] {
        wrong.extend(differs(text, granted(text), expected));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
