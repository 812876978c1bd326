//! TLS by rustls, with the system's authorities or those of a file.

use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// A connection that nobody reads along.
pub(super) type Stream = TlsStream<TcpStream>;

/// Begins TLS with the server named `host`.
pub(super) async fn wrap(
    plain: TcpStream,
    host: &str,
    authorities: Option<&Path>,
) -> Result<Stream, String> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| format!("`{host}` is no name of a server"))?;
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots(authorities)?)
        .with_no_client_auth();
    let wrapped =
        super::patiently(TlsConnector::from(Arc::new(config)).connect(name, plain)).await?;
    wrapped.map_err(|error| {
        format!("no secure connection to `{host}`: {error}; help: the certificate must be valid for that name, name your own authority with --ca FILE")
    })
}

fn roots(authorities: Option<&Path>) -> Result<RootCertStore, String> {
    let mut store = RootCertStore::empty();
    match authorities {
        Some(path) => {
            let cannot = |error: &dyn std::fmt::Display| format!("`{}`: {error}", path.display());
            for certificate in
                CertificateDer::pem_file_iter(path).map_err(|error| cannot(&error))?
            {
                let certificate = certificate.map_err(|error| cannot(&error))?;
                store.add(certificate).map_err(|error| cannot(&error))?;
            }
        }
        None => {
            let system = rustls_native_certs::load_native_certs();
            store.add_parsable_certificates(system.certs);
        }
    }
    if store.is_empty() {
        return Err(
            "no certificate authority to trust; help: name a PEM file with --ca FILE".to_owned(),
        );
    }
    Ok(store)
}
