//! The forms of Windows events in JSON give the columns of the event log.

use crate::json::check::check;

const SAME: &str = "windows_security time=2026-03-01T08:00:00Z host=pc1 Provider_Name=P EventID=4624 \
                    SystemTime=2026-03-01T08:00:00Z Execution_ProcessID=4 Channel=Security \
                    Computer=pc1 TargetUserName=ann";

#[test]
fn every_form_gives_the_same_columns() {
    for input in [
        r##"{"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":4624,"TimeCreated":{"#attributes":{"SystemTime":"2026-03-01T08:00:00Z"}},"Execution":{"#attributes":{"ProcessID":4}},"Channel":"Security","Computer":"pc1"},"EventData":{"TargetUserName":"ann"}}}"##,
        r##"{"Event":{"System":{"Provider":{"@Name":"P"},"EventID":"4624","TimeCreated":{"@SystemTime":"2026-03-01T08:00:00Z"},"Execution":{"@ProcessID":"4"},"Channel":"Security","Computer":"pc1"},"EventData":{"Data":[{"@Name":"TargetUserName","#text":"ann"}]}}}"##,
        r##"{"Event":{"System":{"Provider_attributes":{"Name":"P"},"EventID":4624,"TimeCreated_attributes":{"SystemTime":"2026-03-01T08:00:00Z"},"Execution_attributes":{"ProcessID":4},"Channel":"Security","Computer":"pc1"},"EventData":{"TargetUserName":"ann"}}}"##,
        r##"{"SourceName":"P","EventID":4624,"@timestamp":"2026-03-01T08:00:00Z","ExecutionProcessID":4,"Channel":"Security","Hostname":"pc1","TargetUserName":"ann"}"##,
        r##"{"@timestamp":"2026-03-01T08:00:00Z","winlog":{"provider_name":"P","event_id":4624,"process":{"pid":4},"channel":"Security","computer_name":"pc1","event_data":{"TargetUserName":"ann"}}}"##,
        r##"{"@timestamp":"2026-03-01T08:00:00Z","source_name":"P","event_id":4624,"process_id":4,"log_name":"Security","computer_name":"pc1","event_data":{"TargetUserName":"ann"}}"##,
    ] {
        check(input, &[&format!("line 1: {SAME}")]);
    }
}

#[test]
fn what_a_shipper_adds_is_kept() {
    check(
        r#"{"EventID":1,"Channel":"Application","Computer":"c","Keywords":-9223372036854775808,"Opcode":"Info","OpcodeValue":0,"host":{"name":"w"},"tags":["a"]}"#,
        &["line 1: windows_application host=c EventID=1 Opcode=0 \
               Keywords=0x8000000000000000 Channel=Application Computer=c tags=[\"a\"] \
               EventData_Opcode=Info host.name=w"],
    );
}
