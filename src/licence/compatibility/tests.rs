use super::*;

fn opinion(inbound: &str, outgoing: &str, usage: Usage) -> Opinion {
    let read = |text: &str| Expression::understand(text).expect("an expression");
    check(&read(inbound), &read(outgoing), usage)
}

fn judge(inbound: &str, outgoing: &str, usage: Usage) -> Judgement {
    opinion(inbound, outgoing, usage).judgement
}

#[test]
fn the_direction_matters() {
    use Judgement::{Conditions, No, Unknown, Yes};
    for (inbound, outgoing, link, copy) in [
        ("MIT", "AGPL-3.0-or-later", Yes, Yes),
        ("AGPL-3.0-or-later", "MIT", Conditions, No),
        ("GPL-2.0-only", "MIT", Conditions, No),
        ("GPL-2.0-only", "Apache-2.0", No, No),
        ("GPL-2.0-or-later", "Apache-2.0", Conditions, No),
        ("GPL-3.0-or-later", "BSD-4-Clause", No, No),
        ("GPL-3.0-or-later", "MPL-2.0", No, No),
        ("Apache-2.0", "MIT", Yes, Yes),
        ("Apache-2.0", "GPL-2.0-only", No, No),
        ("Apache-2.0", "GPL-2.0-or-later", Conditions, Conditions),
        ("Apache-2.0", "GPL-3.0-or-later", Yes, Yes),
        ("LGPL-2.1-or-later", "MIT", Conditions, Conditions),
        ("LGPL-3.0-or-later", "AGPL-3.0-or-later", Yes, Yes),
        ("LGPL-3.0-only", "GPL-2.0-only", No, No),
        ("LGPL-3.0-only", "GPL-3.0-or-later", Yes, Conditions),
        ("MPL-2.0", "MIT", Conditions, Conditions),
        ("MPL-2.0", "AGPL-3.0-or-later", Yes, Yes),
        ("EPL-2.0", "AGPL-3.0-or-later", No, No),
        ("EPL-2.0", "Apache-2.0", Conditions, Conditions),
        ("GPL-2.0-only", "GPL-3.0-or-later", No, No),
        ("GPL-2.0-or-later", "GPL-3.0-or-later", Yes, Yes),
        ("GPL-2.0-or-later", "AGPL-3.0-or-later", Yes, Yes),
        ("GPL-3.0-only", "GPL-3.0-or-later", Conditions, Conditions),
        ("GPL-3.0-or-later", "GPL-3.0-only", Yes, Yes),
        ("AGPL-3.0-only", "AGPL-3.0-or-later", Conditions, Conditions),
        ("GPL-3.0-or-later", "AGPL-3.0-or-later", Yes, Yes),
        ("AGPL-3.0-or-later", "GPL-3.0-or-later", Conditions, Conditions),
        ("EUPL-1.2", "AGPL-3.0-or-later", Yes, Yes),
        ("EUPL-1.2", "MIT", Conditions, No),
        ("GPL-3.0-or-later", "EUPL-1.2", No, No),
        ("EUPL-1.1", "EUPL-1.2", Yes, Yes),
        ("EUPL-1.1", "GPL-2.0-only", Yes, Yes),
        ("EUPL-1.1", "AGPL-3.0-only", Conditions, Conditions),
        ("MPL-1.1", "GPL-3.0-or-later", No, No),
        ("MPL-1.1", "MPL-2.0", Conditions, Conditions),
        ("CC-BY-SA-3.0", "GPL-3.0-only", Conditions, Conditions),
        ("BSD-4-Clause", "LGPL-2.1-only", Yes, No),
        ("BSD-4-Clause", "EUPL-1.2", Yes, Unknown),
        ("BSD-4-Clause", "LGPL-3.0-or-later", Conditions, No),
        ("OpenSSL", "LGPL-3.0-only", Conditions, No),
        ("LGPL-2.1-only", "LGPL-2.1-or-later", Conditions, Conditions),
        ("LGPL-2.1-or-later", "LGPL-2.1-only", Yes, Yes),
        ("etalab-2.0", "MIT", Conditions, Conditions),
        ("etalab-2.0", "etalab-2.0", Yes, Yes),
        ("EPL-2.0", "LGPL-2.1-only", Conditions, No),
        ("LGPL-3.0-or-later", "EUPL-1.2", Conditions, Unknown),
        ("MPL-2.0", "EUPL-1.2", Conditions, Conditions),
        ("FTL", "GPL-3.0-only", Yes, Yes),
        ("Python-2.0", "AGPL-3.0-or-later", Conditions, Conditions),
        ("CECILL-2.1", "GPL-3.0-or-later", Yes, Yes),
        ("GPL-3.0-or-later", "CECILL-2.1", No, No),
        ("CC-BY-4.0", "AGPL-3.0-or-later", Conditions, Conditions),
        ("CC-BY-SA-4.0", "GPL-3.0-or-later", Yes, Yes),
        ("OFL-1.1", "MIT", Conditions, Conditions),
        ("BUSL-1.1", "MIT", No, No),
        ("LicenseRef-maison", "MIT", Unknown, Unknown),
        ("BSD-4-Clause", "GPL-3.0-or-later", No, No),
        ("CECILL-B", "AGPL-3.0-or-later", Unknown, Unknown),
        ("CECILL-B", "MIT", Yes, Yes),
    ] {
        assert_eq!(judge(inbound, outgoing, Usage::Link), link, "{inbound} linked in {outgoing}");
        assert_eq!(judge(inbound, outgoing, Usage::Copy), copy, "{inbound} copied in {outgoing}");
    }
}

#[test]
fn expressions_are_choices_and_sums() {
    use Judgement::{Conditions, No, Unknown, Yes};
    for (inbound, outgoing, expected) in [
        ("MIT OR GPL-3.0-or-later", "MIT", Yes),
        ("MIT AND GPL-3.0-or-later", "MIT", Conditions),
        ("MIT AND BUSL-1.1", "MIT", No),
        ("BSD-3-Clause OR GPL-2.0-only", "EUPL-1.2", Yes),
        ("LicenseRef-x OR MIT", "MIT", Yes),
        ("LicenseRef-x AND MIT", "MIT", Unknown),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "MIT", Conditions),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", "Apache-2.0", Conditions),
        ("Apache-2.0 WITH LLVM-exception", "GPL-2.0-only", Conditions),
        ("GPL-2.0-only", "MIT OR GPL-2.0-only", Conditions),
        ("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", Conditions),
        ("MIT", "GPL-2.0-only WITH Classpath-exception-2.0", Yes),
    ] {
        assert_eq!(judge(inbound, outgoing, Usage::Link), expected, "{inbound} in {outgoing}");
    }
}

#[test]
fn an_exception_for_linking_does_not_cover_a_copy() {
    let exception = "GPL-2.0-only WITH Classpath-exception-2.0";
    assert_eq!(judge(exception, "MIT", Usage::Copy), Judgement::No);
}

#[test]
fn a_separate_program_extends_nothing() {
    assert_eq!(judge("GPL-3.0-or-later", "MIT", Usage::Separate), Judgement::Yes);
    assert_eq!(judge("GPL-3.0-only", "GPL-3.0-or-later", Usage::Separate), Judgement::Yes);
    assert_eq!(judge("BUSL-1.1", "MIT", Usage::Separate), Judgement::Conditions);
}

#[test]
fn an_answer_has_a_reason_in_both_languages_and_sources() {
    let opinion = opinion("EUPL-1.2", "GPL-3.0-only", Usage::Copy);
    assert!(opinion.reason.fr.contains("GPL-3.0-only"), "{}", opinion.reason.fr);
    assert_eq!(opinion.sources[0].id, "eupl-1.2");
}

#[test]
fn a_gpl_library_in_a_permissive_project_is_explained() {
    let told = opinion("GPL-3.0-or-later", "MIT", Usage::Link);
    assert!(told.combined);
    assert!(told.reason.en.contains("is so under GPL-3.0"), "{}", told.reason.en);
    assert!(!opinion("LGPL-3.0-or-later", "MIT", Usage::Link).combined);
    assert!(!opinion("GPL-2.0-only WITH Classpath-exception-2.0", "MIT", Usage::Link).combined);
}
