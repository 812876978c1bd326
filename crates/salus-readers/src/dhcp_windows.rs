//! The audit log of the Windows DHCP server: a few lines about the log, a header, and one event a line.

use salus_record::Local;

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct DhcpWindows;

const TABLE: &str = "windows_dhcp_audit";
/// The header of every version; newer ones have more columns behind it. Version 6 calls two otherwise.
const HEADERS: [&str; 2] = [
    "ID,Date,Time,Description,IP Address,Host Name,MAC Address",
    "ID,Date,Time,Description,IPv6 Address,Host Name,Error Code",
];
/// Columns of one event.
const COLUMNS: usize = 64;

impl Reader for DhcpWindows {
    fn about(&self) -> About {
        About {
            name: "dhcp_windows",
            title: "Windows DHCP server audit log",
            tables: &[TABLE],
            export: "C:\\Windows\\System32\\dhcp\\DhcpSrvLog-*.log on the DHCP server",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if text_of(head).lines().any(is_header) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let clock = *evidence.clock();
        let mut lines = evidence.lines();
        let mut columns: Vec<String> = Vec::new();
        while let Some(line) = lines.next(sink)? {
            if is_header(&line.text) {
                columns = line
                    .text
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .take(COLUMNS)
                    .collect();
                continue;
            }
            if columns.is_empty() {
                continue; // what the log says about itself
            }
            let cells: Vec<&str> = line.text.split(',').map(str::trim).collect();
            let is_event = cells.len() >= 4 && cells[0].bytes().all(|byte| byte.is_ascii_digit());
            if !is_event {
                sink.reject(line.place, "not an event of a DHCP server")?;
                continue;
            }
            let written = format!("{} {}", cells[1], cells[2]);
            // The month stands first in every language of Windows.
            let local = Local::parse(&written).map(|local| Local {
                is_order_assumed: false,
                ..local
            });
            let moment = local.map(|local| clock.moment(&local)).unwrap_or_default();
            let mut row = sink.record(TABLE, line.place).moment(moment, &written);
            for (name, value) in columns
                .iter()
                .zip(&cells)
                .filter(|(_, value)| !value.is_empty())
            {
                row.set(name, value);
            }
            if let Some(rest) = cells
                .get(columns.len()..)
                .filter(|rest| rest.iter().any(|cell| !cell.is_empty()))
            {
                row.set("more", &rest.join(","));
            }
            row.end()?;
        }
        Ok(())
    }
}

fn is_header(line: &str) -> bool {
    HEADERS.iter().any(|header| line.starts_with(header))
}

#[cfg(test)]
mod tests {
    use super::DhcpWindows;
    use crate::testing::check;

    #[test]
    fn an_event_becomes_one_record() {
        check(
            &DhcpWindows,
            "\t\tMicrosoft DHCP Service Activity Log\n\nEvent ID  Meaning\n00\tThe log was started.\n\n\
             ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID\n\
             10,03/01/26,08:00:00,Assign,10.0.4.7,PUMP-07.clinic.example,001B17AA0102,,77,extra\nhello",
            &[
                "line 8: rejected, not an event of a DHCP server",
                "line 7: windows_dhcp_audit time=2026-03-01T08:00:00Z time_assumed=century, zone ID=10 Date=03/01/26 Time_=08:00:00 Description=Assign IP Address=10.0.4.7 Host Name=PUMP-07.clinic.example MAC Address=001B17AA0102 TransactionID=77 more=extra",
            ],
        );
    }
}
