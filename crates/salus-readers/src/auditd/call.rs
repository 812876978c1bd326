//! Numbers in audit records and what they mean: kinds of record, system calls, socket addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Kinds of record that the kernel writes as a number when nobody translates them.
const KINDS: [(&str, &str); 24] = [
    ("1006", "LOGIN"),
    ("1100", "USER_AUTH"),
    ("1101", "USER_ACCT"),
    ("1103", "CRED_ACQ"),
    ("1104", "CRED_DISP"),
    ("1105", "USER_START"),
    ("1106", "USER_END"),
    ("1112", "USER_LOGIN"),
    ("1113", "USER_LOGOUT"),
    ("1114", "ADD_USER"),
    ("1115", "DEL_USER"),
    ("1116", "ADD_GROUP"),
    ("1123", "USER_CMD"),
    ("1130", "SERVICE_START"),
    ("1131", "SERVICE_STOP"),
    ("1300", "SYSCALL"),
    ("1302", "PATH"),
    ("1305", "CONFIG_CHANGE"),
    ("1306", "SOCKADDR"),
    ("1307", "CWD"),
    ("1309", "EXECVE"),
    ("1326", "SECCOMP"),
    ("1327", "PROCTITLE"),
    ("1400", "AVC"),
];

/// Calls that security rules ask about, by their numbers on 64-bit Intel and AMD machines.
const X86_64: [(&str, &str); 99] = [
    ("0", "read"),
    ("1", "write"),
    ("2", "open"),
    ("4", "stat"),
    ("7", "poll"),
    ("9", "mmap"),
    ("10", "mprotect"),
    ("33", "dup2"),
    ("41", "socket"),
    ("42", "connect"),
    ("43", "accept"),
    ("44", "sendto"),
    ("45", "recvfrom"),
    ("49", "bind"),
    ("50", "listen"),
    ("56", "clone"),
    ("57", "fork"),
    ("58", "vfork"),
    ("59", "execve"),
    ("62", "kill"),
    ("76", "truncate"),
    ("77", "ftruncate"),
    ("82", "rename"),
    ("83", "mkdir"),
    ("84", "rmdir"),
    ("85", "creat"),
    ("86", "link"),
    ("87", "unlink"),
    ("88", "symlink"),
    ("90", "chmod"),
    ("91", "fchmod"),
    ("92", "chown"),
    ("93", "fchown"),
    ("94", "lchown"),
    ("99", "sysinfo"),
    ("101", "ptrace"),
    ("103", "syslog"),
    ("105", "setuid"),
    ("106", "setgid"),
    ("113", "setreuid"),
    ("114", "setregid"),
    ("117", "setresuid"),
    ("119", "setresgid"),
    ("126", "capset"),
    ("132", "utime"),
    ("133", "mknod"),
    ("135", "personality"),
    ("155", "pivot_root"),
    ("157", "prctl"),
    ("159", "adjtimex"),
    ("161", "chroot"),
    ("163", "acct"),
    ("164", "settimeofday"),
    ("165", "mount"),
    ("166", "umount2"),
    ("167", "swapon"),
    ("168", "swapoff"),
    ("169", "reboot"),
    ("170", "sethostname"),
    ("171", "setdomainname"),
    ("175", "init_module"),
    ("176", "delete_module"),
    ("188", "setxattr"),
    ("189", "lsetxattr"),
    ("190", "fsetxattr"),
    ("197", "removexattr"),
    ("227", "clock_settime"),
    ("231", "exit_group"),
    ("235", "utimes"),
    ("246", "kexec_load"),
    ("250", "keyctl"),
    ("257", "openat"),
    ("258", "mkdirat"),
    ("259", "mknodat"),
    ("260", "fchownat"),
    ("263", "unlinkat"),
    ("264", "renameat"),
    ("265", "linkat"),
    ("266", "symlinkat"),
    ("268", "fchmodat"),
    ("272", "unshare"),
    ("280", "utimensat"),
    ("288", "accept4"),
    ("292", "dup3"),
    ("298", "perf_event_open"),
    ("304", "open_by_handle_at"),
    ("308", "setns"),
    ("310", "process_vm_readv"),
    ("311", "process_vm_writev"),
    ("313", "finit_module"),
    ("316", "renameat2"),
    ("319", "memfd_create"),
    ("320", "kexec_file_load"),
    ("321", "bpf"),
    ("322", "execveat"),
    ("323", "userfaultfd"),
    ("425", "io_uring_setup"),
    ("435", "clone3"),
    ("437", "openat2"),
];

/// The same on 64-bit ARM machines.
const AARCH64: [(&str, &str); 79] = [
    ("5", "setxattr"),
    ("6", "lsetxattr"),
    ("7", "fsetxattr"),
    ("14", "removexattr"),
    ("24", "dup3"),
    ("33", "mknodat"),
    ("34", "mkdirat"),
    ("35", "unlinkat"),
    ("36", "symlinkat"),
    ("37", "linkat"),
    ("38", "renameat"),
    ("39", "umount2"),
    ("40", "mount"),
    ("41", "pivot_root"),
    ("45", "truncate"),
    ("46", "ftruncate"),
    ("51", "chroot"),
    ("52", "fchmod"),
    ("53", "fchmodat"),
    ("54", "fchownat"),
    ("55", "fchown"),
    ("56", "openat"),
    ("63", "read"),
    ("64", "write"),
    ("88", "utimensat"),
    ("89", "acct"),
    ("91", "capset"),
    ("92", "personality"),
    ("94", "exit_group"),
    ("97", "unshare"),
    ("104", "kexec_load"),
    ("105", "init_module"),
    ("106", "delete_module"),
    ("112", "clock_settime"),
    ("116", "syslog"),
    ("117", "ptrace"),
    ("129", "kill"),
    ("142", "reboot"),
    ("143", "setregid"),
    ("144", "setgid"),
    ("145", "setreuid"),
    ("146", "setuid"),
    ("147", "setresuid"),
    ("149", "setresgid"),
    ("161", "sethostname"),
    ("162", "setdomainname"),
    ("167", "prctl"),
    ("170", "settimeofday"),
    ("171", "adjtimex"),
    ("179", "sysinfo"),
    ("198", "socket"),
    ("200", "bind"),
    ("201", "listen"),
    ("202", "accept"),
    ("203", "connect"),
    ("206", "sendto"),
    ("207", "recvfrom"),
    ("219", "keyctl"),
    ("220", "clone"),
    ("221", "execve"),
    ("222", "mmap"),
    ("224", "swapon"),
    ("225", "swapoff"),
    ("226", "mprotect"),
    ("241", "perf_event_open"),
    ("242", "accept4"),
    ("268", "setns"),
    ("270", "process_vm_readv"),
    ("271", "process_vm_writev"),
    ("273", "finit_module"),
    ("276", "renameat2"),
    ("279", "memfd_create"),
    ("280", "bpf"),
    ("281", "execveat"),
    ("282", "userfaultfd"),
    ("294", "kexec_file_load"),
    ("425", "io_uring_setup"),
    ("435", "clone3"),
    ("437", "openat2"),
];

/// The name of a kind of record.
pub(super) fn kind(written: &str) -> &str {
    let found = KINDS.iter().find(|(number, _)| *number == written);
    found.map_or(written, |(_, name)| name)
}

/// The name of a system call on the machine of this `arch`.
pub(super) fn name(arch: &str, number: &str) -> Option<&'static str> {
    let calls: &[(&str, &str)] = match arch {
        "c000003e" => &X86_64,
        "c00000b7" => &AARCH64,
        _ => return None,
    };
    let found = calls.iter().find(|(known, _)| *known == number);
    found.map(|(_, name)| *name)
}

/// What a socket address in hexadecimal says, under the names the enriched form uses.
pub(super) fn address(hex: &str) -> Vec<(&'static str, String)> {
    let byte = |at: usize| {
        hex.get(at * 2..at * 2 + 2)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    let bytes: Vec<u8> = (0..hex.len() / 2).map_while(byte).collect();
    let port = || {
        bytes
            .get(2..4)
            .map(|port| u16::from_be_bytes([port[0], port[1]]).to_string())
    };
    let (family, address) = match bytes.get(..2) {
        Some([2, 0]) => (
            "inet",
            bytes
                .get(4..8)
                .map(|ip| Ipv4Addr::new(ip[0], ip[1], ip[2], ip[3]).to_string()),
        ),
        Some([10, 0]) => {
            let ip: Option<[u8; 16]> = bytes.get(8..24).and_then(|ip| ip.try_into().ok());
            ("inet6", ip.map(|ip| Ipv6Addr::from(ip).to_string()))
        }
        _ => return Vec::new(),
    };
    match (address, port()) {
        (Some(address), Some(port)) => vec![
            ("saddr_fam", family.to_owned()),
            ("laddr", address),
            ("lport", port),
        ],
        _ => Vec::new(),
    }
}
