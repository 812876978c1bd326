//! Flow logs of Amazon VPC as text: with a header line, or in the default order without one.

use salus_record::time;

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct VpcFlow;

const TABLE: &str = "aws_vpcflow";
const DEFAULT: [&str; 14] = [
    "version",
    "account-id",
    "interface-id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log-status",
];
/// Fields of one line.
const FIELDS: usize = 100;

impl Reader for VpcFlow {
    fn about(&self) -> About {
        About {
            name: "vpcflow",
            title: "Amazon VPC flow logs",
            tables: &[TABLE],
            export: "the S3 bucket or CloudWatch log group that the flow log is delivered to",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let first = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        if is_header(first) || is_default(first) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut lines = evidence.lines();
        let mut fields: Vec<String> = DEFAULT.iter().map(|name| (*name).to_owned()).collect();
        while let Some(line) = lines.next(sink)? {
            if is_header(&line.text) {
                fields = line
                    .text
                    .split_whitespace()
                    .take(FIELDS)
                    .map(str::to_owned)
                    .collect();
                continue;
            }
            let values: Vec<&str> = line.text.split_whitespace().take(FIELDS + 1).collect();
            if values.len() != fields.len() {
                sink.reject(line.place, "not as many values as fields are named")?;
                continue;
            }
            let mut row = sink.record(TABLE, line.place);
            let start = fields.iter().position(|name| name == "start");
            if let Some(written) = start.and_then(|at| values.get(at)) {
                row = row.time_at(time::parse(written), written);
            }
            for (name, value) in fields.iter().zip(values).filter(|(_, value)| *value != "-") {
                row.set(name, value);
            }
            row.end()?;
        }
        Ok(())
    }
}

fn is_header(line: &str) -> bool {
    let has = |name: &str| line.split_whitespace().any(|word| word == name);
    has("srcaddr")
        && has("dstaddr")
        && (has("interface-id") || has("log-status") || has("account-id"))
}

/// `2 123456789010 eni-1235b8ca123456789 172.31.16.139 …`
fn is_default(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.len() == DEFAULT.len()
        && words[0] == "2"
        && words[2].starts_with("eni-")
        && matches!(words[13], "OK" | "NODATA" | "SKIPDATA")
}

#[cfg(test)]
mod tests {
    use super::VpcFlow;
    use crate::testing::check;

    #[test]
    fn a_flow_becomes_one_record() {
        check(
            &VpcFlow,
            "2 123456789010 eni-1 10.0.0.5 10.0.0.9 49152 22 6 20 4249 1772352000 1772352060 ACCEPT OK\n\
             version interface-id srcaddr dstaddr start\n5 eni-1 10.0.0.5 - 1772352000\nhello",
            &[
                "line 4: rejected, not as many values as fields are named",
                "line 1: aws_vpcflow time=2026-03-01T08:00:00Z version=2 account-id=123456789010 interface-id=eni-1 srcaddr=10.0.0.5 dstaddr=10.0.0.9 srcport=49152 dstport=22 protocol=6 packets=20 bytes=4249 start=1772352000 end=1772352060 action=ACCEPT log-status=OK",
                "line 3: aws_vpcflow time=2026-03-01T08:00:00Z version=5 interface-id=eni-1 srcaddr=10.0.0.5 start=1772352000",
            ],
        );
    }
}
