//! PostgreSQL for tests: the server that SAYSO_TEST_POSTGRES names, as `.ci/run` starts one. Each test has a database of its own.

use postgres::{Client, NoTls};

/// Where the server is, if there is one: `postgres://user@host:port/database`.
pub(crate) fn address() -> Option<String> {
    let address = std::env::var("SAYSO_TEST_POSTGRES").ok().filter(|a| !a.is_empty());
    if address.is_none() {
        eprintln!("SAYSO_TEST_POSTGRES is not set: tested on SQLite only");
    }
    address
}

/// The address of a new, empty database for this test.
pub(crate) fn database(server: &str, test: &str) -> String {
    let mut client = Client::connect(server, NoTls).expect("the server of SAYSO_TEST_POSTGRES answers");
    let name = format!("sayso_test_{test}");
    for sql in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"),
    ] {
        client.batch_execute(&sql).expect("databases can be made");
    }
    let (address, query) = server.split_once('?').map_or((server, String::new()), |(a, q)| (a, format!("?{q}")));
    let (host, _) = address.rsplit_once('/').expect("the address names a database");
    format!("{host}/{name}{query}")
}
