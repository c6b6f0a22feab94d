//! Addresses as documents write them.

/// True for an address of a domain reserved for examples (RFC 2606, RFC 6761).
pub fn is_example(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.trim_start_matches("mailto:");
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().to_lowercase();
    let labels: Vec<&str> = host.rsplit('.').collect();
    matches!(
        labels[..],
        ["test" | "example" | "invalid" | "localhost", ..] | ["com" | "org" | "net", "example", ..]
    )
}
