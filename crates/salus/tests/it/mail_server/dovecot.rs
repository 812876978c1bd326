//! Dovecot 2.3 in a temporary folder, with an authority of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Served, free_ports, give, id, is_root, open_folder, program, wait_for_port};

/// The account's password, with what IMAP must quote.
pub const PASSWORD: &str = "pa\"ss\\word";
const KEY: &str = "a-key-that-only-this-test-knows";

/// A running server.
pub struct Dovecot {
    pub folder: tempfile::TempDir,
    pub port: u16,
    served: Option<Served>,
}

impl Dovecot {
    /// Starts a server whose certificate is for `name`, or says why there is none.
    pub fn start(name: &str) -> Option<Self> {
        Self::start_with(name, "xoauth2 oauthbearer")
    }

    /// The same with these mechanisms for tokens.
    pub fn start_with(name: &str, mechanisms: &str) -> Option<Self> {
        let found = program("dovecot").filter(|path| is_usable(path));
        if found.is_none() || program("openssl").is_none() {
            eprintln!(
                "skipped: a mailbox on a real server (help: install Dovecot 2.3 and OpenSSL with tests/setup)"
            );
            return None;
        }
        let folder = open_folder();
        let [port] = free_ports();
        certificates(folder.path(), name);
        configure(folder.path(), port, mechanisms);
        let mut server = Self {
            folder,
            port,
            served: None,
        };
        server.go();
        Some(server)
    }

    /// Starts the server that was stopped.
    pub fn go(&mut self) {
        let started = Command::new(program("dovecot").expect("found before"))
            .arg("-F")
            .arg("-c")
            .arg(self.path("dovecot.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.served = Some(Served(started.expect("it starts")));
        wait_for_port("Dovecot", self.port);
    }

    pub fn stop(&mut self) {
        self.served = None;
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The maildir of the account.
    pub fn maildir(&self) -> PathBuf {
        self.path("mail/phish")
    }

    /// Puts a message into the inbox; `flags` as a maildir has them (`S`: seen).
    pub fn deliver(&self, name: &str, flags: &str, message: &str) {
        self.deliver_to("", name, flags, message);
    }

    /// Puts a message into a folder by its name on disk.
    pub fn deliver_to(&self, folder: &str, name: &str, flags: &str, message: &str) {
        let maildir = self.maildir().join(folder);
        give_new(&self.maildir());
        for part in ["", "cur", "new", "tmp"] {
            give_new(&maildir.join(part));
        }
        let path = maildir.join("cur").join(format!("{name}:2,{flags}"));
        fs::write(&path, message).expect("written");
        give(&path, "nobody");
    }

    /// All messages as they lie there: their files' names, which hold the flags, and their content.
    pub fn messages(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        for part in ["cur", "new"] {
            for entry in fs::read_dir(self.maildir().join(part)).expect("a maildir") {
                let entry = entry.expect("an entry");
                let name = format!("{part}/{}", entry.file_name().to_string_lossy());
                all.push((name, fs::read(entry.path()).expect("a message")));
            }
        }
        all.sort();
        all
    }

    /// Makes the server forget the numbers that it gave the messages.
    pub fn renumber(&mut self) {
        self.stop();
        for entry in fs::read_dir(self.maildir()).expect("a maildir") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                fs::remove_file(path).expect("removed");
            }
        }
        // The validity is the second in which the mailbox was first seen.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        self.go();
    }

    /// Writes a token of OAuth 2.0 for this account, signed with `key`.
    pub fn token(&self, key: Option<&str>) -> PathBuf {
        let path = self.path("token");
        // From 2020 until 2100.
        let head = base64(br#"{"alg":"HS256","typ":"JWT"}"#);
        let claims = base64(br#"{"sub":"phish","iat":1577836800,"exp":4102444800}"#);
        let signed = format!("{head}.{claims}");
        let unsigned = self.path("unsigned");
        fs::write(&unsigned, &signed).expect("written");
        let output = Command::new("openssl")
            .args(["dgst", "-sha256", "-binary", "-hmac", key.unwrap_or(KEY)])
            .arg(&unsigned)
            .output()
            .expect("openssl");
        assert!(output.status.success());
        fs::write(&path, format!("{signed}.{}\n", base64(&output.stdout))).expect("written");
        path
    }
}

fn give_new(folder: &Path) {
    fs::create_dir_all(folder).expect("made");
    give(folder, "nobody");
}

/// Version 2.4 is configured in other words.
fn is_usable(path: &Path) -> bool {
    let output = Command::new(path).arg("--version").output();
    output.is_ok_and(|output| output.stdout.starts_with(b"2.3."))
}

/// Base64 of URLs, without padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let whole = three
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
            << (8 * (3 - three.len()));
        for at in 0..=three.len() {
            text.push(char::from(LETTERS[whole >> (18 - 6 * at) & 63]));
        }
    }
    text
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("openssl");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}\n{talk}");
}

/// An authority (`ca.pem`), and the server's certificate by it.
fn certificates(folder: &Path, name: &str) {
    let elliptic = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ];
    let authority = [
        "-x509",
        "-days",
        "30",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-subj",
        "/CN=authority of a test",
        "-addext",
        "basicConstraints=critical,CA:TRUE",
        "-addext",
        "keyUsage=critical,keyCertSign",
    ];
    openssl(folder, &[&["req"], &elliptic[..], &authority].concat());
    let request = [
        "-keyout",
        "server.key",
        "-out",
        "server.csr",
        "-subj",
        "/CN=mail",
    ];
    openssl(folder, &[&["req"], &elliptic[..], &request].concat());
    let extensions = format!("subjectAltName=DNS:{name}\nbasicConstraints=CA:FALSE\n");
    fs::write(folder.join("extensions"), extensions).expect("written");
    openssl(
        folder,
        &[
            "x509",
            "-req",
            "-in",
            "server.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            "30",
            "-extfile",
            "extensions",
            "-out",
            "server.pem",
        ],
    );
}

fn configure(folder: &Path, port: u16, mechanisms: &str) {
    for name in ["run", "state", "mail", "home", "keys/default/HS256"] {
        fs::create_dir_all(folder.join(name)).expect("made");
    }
    give(&folder.join("mail"), "nobody");
    give(&folder.join("home"), "nobody");
    let at = folder.display();
    let write = |name: &str, text: String| fs::write(folder.join(name), text).expect("written");
    write("key", KEY.to_owned());
    let encoded = [
        "base64",
        "-A",
        "-in",
        "key",
        "-out",
        "keys/default/HS256/default",
    ];
    openssl(folder, &encoded);
    write("users", format!("phish:{{PLAIN}}{PASSWORD}::::::\n"));
    write(
        "oauth2.conf",
        format!(
            "introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={at}/keys/\nusername_attribute = sub\n"
        ),
    );
    let (user, group, accounts) = accounts();
    write(
        "dovecot.conf",
        format!(
            "base_dir = {at}/run\nstate_dir = {at}/state\nlog_path = {at}/log\nprotocols = imap\nlisten = 127.0.0.1\n\
             ssl = required\nssl_cert = <{at}/server.pem\nssl_key = <{at}/server.key\n\
             auth_mechanisms = plain login {mechanisms}\nauth_failure_delay = 0\n\
             mail_location = maildir:{at}/mail/%u\nfirst_valid_uid = 1\n{accounts}\
             service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = 0\n  }}\n  inet_listener imaps {{\n    port = {port}\n    ssl = yes\n  }}\n}}\n\
             passdb {{\n  driver = oauth2\n  mechanisms = {mechanisms}\n  args = {at}/oauth2.conf\n}}\n\
             passdb {{\n  driver = passwd-file\n  args = {at}/users\n}}\n\
             userdb {{\n  driver = static\n  args = uid={user} gid={group} home={at}/home/%u\n}}\n"
        ),
    );
}

/// Who reads the mail, with what the server must be told of accounts: mail is never read as root, and who is not root does
/// everything as himself.
fn accounts() -> (String, String, String) {
    let of = |arguments: &[&str]| id(arguments).expect("an account");
    if is_root() {
        return ("nobody".to_owned(), of(&["-gn", "nobody"]), String::new());
    }
    let (user, group) = (of(&["-un"]), of(&["-gn"]));
    let told = format!(
        "default_login_user = {user}\ndefault_internal_user = {user}\ndefault_internal_group = {group}\n\
         service anvil {{\n  chroot =\n}}\nservice stats {{\n  chroot =\n}}\n"
    );
    (user, group, told)
}
