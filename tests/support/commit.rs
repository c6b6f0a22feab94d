//! A commit of everything that stands on disk.

/// Stages everything, and commits it under `message`, with fixed date
/// and identity.
pub fn commit(repository: &git2::Repository, message: &str) -> git2::Oid {
    let mut index = repository.index().expect("index");
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).expect("add");
    index.write().expect("write");
    let tree = repository.find_tree(index.write_tree().expect("tree")).expect("tree");
    let time = git2::Time::new(1_770_000_000, 0);
    let who = git2::Signature::new("Équipe", "equipe@example.org", &time).expect("signature");
    let head = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<&git2::Commit<'_>> = head.iter().collect();
    repository.commit(Some("HEAD"), &who, &who, message, &tree, &parents).expect("commit")
}
