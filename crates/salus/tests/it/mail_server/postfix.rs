//! Postfix in a temporary folder: one door that asks the gate and delivers to a maildir, and one that does not ask but
//! queues what it takes and sends it to the first, as the server of a sender would.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Served, free_ports, give, is_root, open_folder, program, wait_for_port};

const SERVICES: &str = "\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
";

/// A running server.
pub struct Postfix {
    folder: tempfile::TempDir,
    /// The door that asks the gate.
    pub asking: u16,
    /// The door of the queue.
    pub queueing: u16,
    _served: Served,
}

impl Postfix {
    /// Starts a server that asks the gate at `milter`, as Postfix writes it; or says why there is none.
    pub fn start(milter: &str) -> Option<Self> {
        let found = program("postfix").filter(|_| is_root());
        let Some(found) = found else {
            eprintln!(
                "skipped: a gate at a real mail server (help: install Postfix with tests/setup and run as root)"
            );
            return None;
        };
        let folder = open_folder();
        let [asking, queueing] = free_ports();
        configure(folder.path(), milter, [asking, queueing]);
        let started = Command::new(found)
            .arg("-c")
            .arg(folder.path().join("conf"))
            .arg("start-fg")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let served = Served(started.expect("it starts"));
        wait_for_port("Postfix", asking);
        Some(Self {
            folder,
            asking,
            queueing,
            _served: served,
        })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What was delivered to this person, by name of the file.
    pub fn delivered(&self, person: &str) -> Vec<String> {
        read_all(&self.path("box").join(person).join("new"))
    }

    /// What waits in this part of the queue.
    pub fn waiting(&self, part: &str) -> usize {
        files(&self.path("queue").join(part))
    }

    /// Tries again at once to send what waits.
    pub fn flush(&self) {
        let flushed = Command::new(program("postqueue").expect("a part of Postfix"))
            .arg("-c")
            .arg(self.path("conf"))
            .arg("-f")
            .status();
        assert!(flushed.expect("it starts").success());
    }
}

impl Drop for Postfix {
    /// The process that was started is not the one that serves.
    fn drop(&mut self) {
        let number = fs::read_to_string(self.path("queue/pid/master.pid"));
        if let Ok(number) = number {
            let _ = Command::new("kill").args(["-TERM", number.trim()]).status();
        }
    }
}

fn read_all(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a message");
    paths.iter().map(read).collect()
}

/// Files below a folder; the queue has folders by letters.
fn files(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .map(|path| if path.is_dir() { files(&path) } else { 1 })
        .sum()
}

fn configure(folder: &Path, milter: &str, [asking, queueing]: [u16; 2]) {
    for name in ["conf", "queue", "data", "box"] {
        fs::create_dir(folder.join(name)).expect("made");
    }
    give(&folder.join("data"), "postfix");
    give(&folder.join("box"), "nobody");
    let at = folder.display();
    let number = |what: &str| super::id(&[what, "nobody"]).expect("the account `nobody`");
    let (user, group) = (number("-u"), number("-g"));
    let main = format!(
        "compatibility_level = 3.6\nqueue_directory = {at}/queue\ndata_directory = {at}/data\n\
         command_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\n\
         setgid_group = postdrop\nmaillog_file = {at}/log\nmaillog_file_prefixes = {at}\n\
         myhostname = mail.clinic.example\nmydestination =\nlocal_recipient_maps =\nalias_maps =\nalias_database =\n\
         mynetworks = 127.0.0.0/8\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nsmtpd_peername_lookup = no\n\
         smtp_dns_support_level = disabled\nsmtp_host_lookup = native\nvirtual_mailbox_domains = clinic.example\n\
         virtual_mailbox_maps = static:in/\nvirtual_mailbox_base = {at}/box\nvirtual_minimum_uid = 1\n\
         virtual_uid_maps = static:{user}\nvirtual_gid_maps = static:{group}\n\
         milter_default_action = tempfail\nmilter_connect_timeout = 5s\nmilter_command_timeout = 20s\n\
         milter_content_timeout = 60s\nminimal_backoff_time = 1s\nmaximal_backoff_time = 2s\nqueue_run_delay = 2s\n"
    );
    let main = main.replace(
        "static:in/",
        "inline:{ nurse@clinic.example=nurse/, desk@clinic.example=desk/ }",
    );
    let doors = format!(
        "127.0.0.1:{queueing} inet n - n - - smtpd\n  -o content_filter=smtp:[127.0.0.1]:{asking}\n\
         127.0.0.1:{asking} inet n - n - - smtpd\n  -o myhostname=inner.clinic.example\n  -o smtpd_milters={milter}\n"
    );
    fs::write(folder.join("conf/main.cf"), main).expect("written");
    fs::write(folder.join("conf/master.cf"), doors + SERVICES).expect("written");
}

/// Sends a message by SMTP, and tells the answer that decided: the one to the message, or the first that refuses.
pub fn send(port: u16, to: &str, message: &str) -> String {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .expect("a time");
    let mut reader = BufReader::new(stream);
    answer(&mut reader);
    let stuffed = message.replace("\r\n.", "\r\n..");
    let steps = [
        ("EHLO mx.sender.example", "250"),
        ("MAIL FROM:<bounces@sender.example>", "250"),
        (&*format!("RCPT TO:<{to}>"), "250"),
        ("DATA", "354"),
        (&*format!("{stuffed}."), "250"),
        ("QUIT", "221"),
    ];
    let mut decided = String::new();
    for (step, expected) in steps {
        write!(reader.get_mut(), "{step}\r\n").expect("sent");
        let heard = answer(&mut reader);
        if step != "QUIT" {
            decided = heard;
        }
        if !decided.starts_with(expected) && step != "QUIT" {
            break;
        }
    }
    decided
}

/// The last line of an answer.
fn answer(reader: &mut BufReader<TcpStream>) -> String {
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("an answer in time");
        if line.as_bytes().get(3) != Some(&b'-') {
            return line.trim_end().to_owned();
        }
    }
}
