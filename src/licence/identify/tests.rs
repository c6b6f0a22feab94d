//! Texts that a few words change, and what may stand beside a licence.

use super::*;
use crate::licence::expression::ids;

fn text(id: &str) -> &'static str {
    ids::text(id).expect("a licence of the list")
}

/// The expression identified, or the kind of doubt.
fn told(text: &str) -> String {
    match identify_text(text).verdict {
        Verdict::Licence(expression) => expression.to_string(),
        Verdict::Modified { nearest, .. } => format!("modified {nearest}"),
        Verdict::Narrowed { excerpt, .. } => format!("narrowed {excerpt}"),
        Verdict::Unknown { .. } => "unknown".to_string(),
        Verdict::None => "none".to_string(),
    }
}

/// `id`’s text, where `words` became `others`.
fn changed(id: &str, words: &str, others: &str) -> String {
    let pattern = words.split(' ').map(regex::escape).collect::<Vec<_>>().join(r"\s+");
    let pattern = regex::Regex::new(&pattern).expect("words");
    assert!(pattern.is_match(text(id)), "{id} has no {words}");
    pattern.replace(text(id), others).into_owned()
}

#[test]
fn a_few_words_of_a_grant_change_the_licence() {
    for (id, words, others) in [
        ("MIT", "free of charge", "at the price of the day"),
        ("MIT", "any person obtaining", "any municipality obtaining"),
        ("ISC", "with or without fee", "against a fee"),
        ("BSD-2-Clause", "source and binary forms", "binary form"),
        ("BSD-3-Clause", "are permitted provided", "are permitted for reading provided"),
        ("Apache-2.0", "perpetual, worldwide", "temporary, regional"),
        ("MPL-2.0", "world-wide, royalty-free", "regional, chargeable"),
        ("EUPL-1.2", "worldwide, royalty-free", "european, remunerated"),
        ("CC-BY-4.0", "worldwide, royalty-free", "domestic, charged"),
        ("MIT", "Permission is hereby granted", "Permission was once granted"),
        ("MIT", "Permission is hereby granted", "Nothing is hereby granted"),
        ("ISC", "Permission to use", "A wish to use"),
    ] {
        assert_eq!(told(&changed(id, words, others)), format!("modified {id}"), "{others}");
    }
}

#[test]
fn what_copies_write_in_other_words_changes_nothing() {
    for (id, words, others) in [
        ("BSD-3-Clause", "the copyright holder nor", "the Agency of Lorvaux nor"),
        ("MIT", "this permission notice", "this permission notice (including the next paragraph)"),
        ("MIT", "copyright notice and", "copyright notices and"),
        ("EUPL-1.2", "worldwide", "world-wide"),
        ("ISC", "and/or distribute", "and distribute"),
    ] {
        assert_eq!(told(&changed(id, words, others)), id, "{others}");
    }
}

#[test]
fn a_sentence_that_no_copy_has_leaves_a_doubt() {
    for sentence in [
        "Die Verwendung durch Unternehmen erfordert einen Vertrag mit der Stadt.",
        "Het gebruik door bedrijven vereist een overeenkomst met de provincie.",
        "Las empresas privadas deben firmar un convenio con la Diputación.",
        "Le imprese private devono stipulare un contratto con la Regione.",
        "As empresas privadas devem assinar um contrato com a Câmara.",
        "Yritysten on tehtävä sopimus kaupungin kanssa.",
        "The Council may end this permission with one month of notice.",
        "Les photographies restent la propriété de la Région.",
        "Every user pays the yearly contribution to the third parties named in the annex.",
    ] {
        assert_eq!(told(&format!("{}\n\n{sentence}\n", text("MIT"))), "modified MIT", "{sentence}");
    }
}

#[test]
fn what_usually_stands_beside_a_licence_leaves_none() {
    for beside in [
        "Outil de suivi des demandes",
        "Copyright (c) 2021 Agence de Lorvaux, service du numérique et des données ouvertes",
        "The full text is at https://example.org/licences/mit and in the file above.",
        "Libraries used by this tool have their own licences.",
        "Information : https://example.org/content/european-union-public-licence_en",
        "Le texte ci-dessous est celui de la licence publiée par ses auteurs.",
    ] {
        assert_eq!(told(&format!("{beside}\n\n{}", text("MIT"))), "MIT", "{beside}");
    }
}

#[test]
fn a_restriction_beside_a_notice_in_another_language_is_seen() {
    for sentence in [
        "Die Nutzung zu gewerblichen Zwecken ist untersagt.",
        "Queda prohibido el uso por empresas.",
        "È vietato ogni uso commerciale.",
        "Use by companies needs a contract with the Agency.",
    ] {
        let text = format!("Licensed under the EUPL, version 1.2.\n\n{sentence}\n");
        assert_eq!(told(&text), "unknown", "{sentence}");
    }
}

#[test]
fn a_licence_given_to_some_or_with_one_that_is_not_known_is_not_told() {
    for (text, words) in [
        (
            "Released under the Apache License 2.0, for hospitals and universities.",
            "Apache License 2.0, for hospitals and universities",
        ),
        (
            "Ce projet est sous licence MIT pour les écoles et les associations.",
            "MIT pour les écoles et les associations",
        ),
        (
            "This work is licensed under the Apache License 2.0 and the Lorvaux Commercial License.",
            "Apache License 2.0 and the Lorvaux Commercial License",
        ),
        (
            "Licensed under the MIT License (for schools) or the Apache License 2.0.",
            "MIT License (for schools) or the Apache License 2.0",
        ),
        (
            "Licensed under the MIT License, as everyone knows, or under the Apache License 2.0 for universities.",
            "MIT License, as everyone knows, or under the Apache License 2.0 for universities",
        ),
        (
            "Licensed under either of:\n\n* the MIT License\n* the Apache License 2.0, for hospitals\n",
            "MIT License * the Apache License 2.0, for hospitals",
        ),
        (
            "Licensed under the GPL.\n\nThe program is licensed under the GPL for schools.",
            "GPL for schools",
        ),
        ("GPL.\n\nAlso licensed under the MIT License for schools.", "MIT License for schools"),
    ] {
        assert_eq!(told(text), format!("narrowed {words}"), "{text}");
    }
}

#[test]
fn the_notice_of_a_filled_in_appendix_counts() {
    let filled = text("GPL-3.0-only")
        .replace("<one line to give the program's name and a brief idea of what it does.>", "Outil")
        .replace("<year>  <name of author>", "2021  Agence de Lorvaux");
    assert_eq!(told(&filled), "GPL-3.0-or-later");
    assert_eq!(told(text("GPL-3.0-only")), "GPL-3.0");
}

#[test]
fn a_text_of_another_version_is_not_called_a_changed_one() {
    let other = changed("EUPL-1.2", "royalty-free", "remunerated").replace("1.2", "1.1");
    assert_eq!(told(&other), "unknown");
}

#[test]
fn a_sentence_about_a_component_of_others_narrows_nothing() {
    for note in [
        "-- NOTE: third party dependency used by this software --\nThis software depends on the agency-format library (MIT License),\nand users must comply to its license: https://lib.example/LICENSE",
        "This project bundles the agency-format library, which is distributed under its own licence; see its page at https://lib.example/.",
        "This tool uses the library agency-format; users must comply with its licence.",
        "Ce logiciel embarque la bibliothèque agence-format, et il convient de respecter sa licence.",
    ] {
        assert_eq!(told(&format!("{}\n\n{note}\n", text("MIT"))), "MIT", "{note}");
    }
    for note in [
        "This software uses the agency-format library and may not be sold.",
        "This software includes the library agency-format and users must comply with its licence and must ask the Agency before any publication.",
        "This software depends on the agency-format library, whose users pay a fee.",
        "This software uses components of the Agency; the software is for evaluation.",
        "Anyone who uses this package in a product shares the profits with the Agency.",
        "Any program that uses this library is distributed with its complete source code.",
        "Whoever uses the library sends a copy of every change to the Agency.",
    ] {
        assert_eq!(told(&format!("{}\n\n{note}\n", text("MIT"))), "modified MIT", "{note}");
    }
}

#[test]
fn two_letters_in_the_other_order_are_a_slip() {
    for (id, words, others) in [
        ("Apache-2.0", "alongside", "alongisde"),
        ("Apache-2.0", "reproduce", "reprodcue"),
        ("MPL-2.0", "Contributor", "Contirbutor"),
    ] {
        assert_eq!(told(&changed(id, words, others)), id, "{others}");
    }
    assert_eq!(told(&changed("Apache-2.0", "no-charge", "on-charge")), "modified Apache-2.0");
}

#[test]
fn a_heading_left_out_changes_nothing() {
    let known = regex::Regex::new("(?m)^ *Disclaimers *$").expect("words");
    let whole = text("W3C-20150513");
    assert!(known.is_match(whole));
    assert_eq!(told(&known.replace(whole, "")), "W3C-20150513");
}

/// What is set aside of `text`, when it is known.
fn aside(text: &str) -> (String, usize) {
    (told(text), identify_text(text).aside.len())
}

const TERMS_END: &str = "END OF TERMS AND CONDITIONS";

/// The terms of a GNU licence, without their appendix.
fn terms(id: &str) -> &'static str {
    let whole = text(id);
    &whole[..whole.find(TERMS_END).expect("an end") + TERMS_END.len()]
}

const FOUNDATION: &str = "This tool is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; either version 3 of the License";

#[test]
fn the_grant_that_stands_in_place_of_an_appendix_counts() {
    let grant =
        format!("\n\n    Outil\n    Copyright (C) 2016  Agence de Lorvaux\n\n    {FOUNDATION}");
    let later =
        format!("{}{grant}, or (at your option) any later version.\n", terms("GPL-3.0-only"));
    assert_eq!(told(&later), "GPL-3.0-or-later");
    let only = format!("{}{grant}.\n", terms("GPL-3.0-only"));
    assert_eq!(told(&only), "GPL-3.0-only");
}

#[test]
fn the_name_of_the_program_in_an_appendix_is_no_clause() {
    let filled = |name: &str| {
        text("AGPL-3.0-only")
            .replace(
                "<one line to give the program's name and a brief idea of what it does.>",
                name,
            )
            .replace("<year>  <name of author>", "2021  Agence de Lorvaux")
    };
    let name = "Lorvaux.example - Le service public des cartes et données du territoire";
    assert_eq!(aside(&filled(name)), ("AGPL-3.0-or-later".to_string(), 0));
    for clause in [
        "Use by companies requires a contract with the Agency",
        "Toute utilisation commerciale de ce logiciel est interdite",
        "The users of this program pay a yearly fee to the Agency",
        "The Agency may withdraw this program from the public at any time",
        "Nobody shall publish this program without the consent of the Agency",
    ] {
        assert_eq!(told(&filled(clause)), "modified AGPL-3.0-or-later", "{clause}");
    }
}

#[test]
fn a_text_cut_in_a_sentence_is_told_with_where_it_ends() {
    let whole = terms("AGPL-3.0-only");
    let cut = &whole[..whole.find("combine any covered work with a").expect("a clause") + 31];
    assert_eq!(aside(cut), ("AGPL-3.0".to_string(), 1));
    // Clauses taken away whole, or words beside those that are lost.
    let sentence = &cut[..cut.rfind(". ").expect("a sentence") + 1];
    assert_eq!(told(sentence), "modified AGPL-3.0");
    assert_eq!(told(&format!("{cut}\n\nAgence de Lorvaux, 2021.")), "modified AGPL-3.0");
    assert_eq!(told(&cut.replace("worldwide", "regional")), "modified AGPL-3.0");
    let short = text("MIT");
    let short = &short[..short.find("OR COPYRIGHT HOLDERS").expect("a disclaimer") + 20];
    assert_eq!(told(short), "modified MIT");
}

#[test]
fn what_stands_beside_a_text_that_refuses_restrictions_is_set_aside() {
    let note = "Pour toute question sur cette licence, écrire à la direction du numérique.";
    assert_eq!(aside(&format!("{}\n\n{note}\n", text("GPL-3.0-only"))), ("GPL-3.0".to_string(), 1));
    assert_eq!(told(&format!("{}\n\n{note}\n", text("MIT"))), "modified MIT");
    for clause in [
        "Cette licence est retirée aux entreprises, qui doivent écrire à la direction du numérique.",
        "The Council may end this permission with one month of notice.",
        "Las empresas privadas deben firmar un convenio con la Diputación.",
        "Dans cette version, le logiciel est réservé aux communes et toute revente est interdite.",
        "With this program comes a contract that the companies sign.",
        "This program is for the use of the schools of Lorvaux.",
    ] {
        let text = format!("{}\n\n{clause}\n", text("GPL-3.0-only"));
        assert_eq!(told(&text), "modified GPL-3.0", "{clause}");
    }
}

#[test]
fn the_rights_of_a_government_narrow_nothing() {
    let rights = "This software was prepared by Lorvaux Alliance, LLC under Contract No. AB-0000 with the United States Department of Energy. The Government is granted for itself and others acting on its behalf a nonexclusive, paid-up, irrevocable worldwide license in this data to reproduce, prepare derivative works, and perform publicly and display publicly, by or on behalf of the Government.";
    for text in [
        format!("{rights}\n\n{}", text("BSD-3-Clause")),
        format!("{}\n\n{rights}\n", text("BSD-3-Clause")),
        format!("Licensed under BSD-3\n\n{rights}\n"),
    ] {
        assert_eq!(told(&text), "BSD-3-Clause", "{text}");
    }
    for clause in [
        "The Government is granted for itself and others acting on its behalf a license, and no other person may use this software.",
        "The Government retains certain rights and commercial use is prohibited.",
        "The Government retains certain rights: this software must not be used abroad.",
        "The Government retains certain rights and users must display its seal.",
        "The use of this software by companies is subject to the consent of the Government.",
    ] {
        let text = format!("{}\n\n{clause}\n", text("BSD-3-Clause"));
        assert_eq!(told(&text), "modified BSD-3-Clause", "{clause}");
    }
}

#[test]
fn a_notice_that_sends_back_to_its_licence_narrows_nothing() {
    let notice = "Licensed under the EUPL, Version 1.2.\nYou may not use this work except in compliance with the Licence";
    assert_eq!(told(&format!("{notice}.\n")), "EUPL-1.2");
    assert_eq!(told(&format!("{notice} and never for commercial purposes.\n")), "unknown");
}

#[test]
fn a_notice_in_french_beside_a_text_is_one_sentence() {
    let notice = "Outil - Copyright (C) 2020 Agence de Lorvaux\n\nCe programme est un logiciel libre ; vous pouvez le redistribuer ou le modifier suivant les termes de la GNU General Public License telle que publiée par la Free Software Foundation ; soit la version 3 de la licence, soit (à votre gré) toute version ultérieure.";
    let both = |notice: &str| format!("{notice}\n\n{}", text("GPL-3.0-only"));
    assert_eq!(told(&both(notice)), "GPL-3.0-or-later");
    let narrowed = notice.replace("un logiciel libre", "réservé aux écoles sans usage commercial");
    assert!(told(&both(&narrowed)).starts_with("modified"), "{}", told(&both(&narrowed)));
}

#[test]
fn a_licence_named_without_version_is_the_one_distributed_in_its_years() {
    let notice = |years: &str| {
        format!(
            "Copyright (c) {years} Agence de Lorvaux\n\nThis software is governed by the CeCILL license under French law. You can use it under the terms of the CeCILL license as circulated by CEA, CNRS and INRIA at the following URL \"http://www.cecill.info\"."
        )
    };
    assert_eq!(told(&notice("2016-2017")), "CECILL-2.1");
    assert_eq!(told(&notice("2009")), "CECILL-2.0");
    for years in ["2010-2017", "2013", ""] {
        assert_eq!(told(&notice(years)), "unknown", "{years}");
    }
    let both = format!("{}\n\nIt is also licensed under the MIT License.\n", notice("2016"));
    assert_eq!(told(&both), "unknown");
}

#[test]
fn an_address_inside_a_text_says_nothing() {
    let within =
        |words: &str| changed("EUPL-1.2", "1.Definitions", &format!("{words}\n\n1. Definitions"));
    assert_eq!(
        told(&within("https://example.org/content/european-union-public-licence_en")),
        "EUPL-1.2"
    );
    assert_eq!(
        told(&within("Content of this public licence is not permitted")),
        "modified EUPL-1.2"
    );
}
