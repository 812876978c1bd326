//! One message of each maker.

use super::READER;
use crate::testing::check;

#[test]
fn fortigate_tells_its_own_time() {
    check(
        &READER,
        "<189>date=2026-03-01 time=08:00:00 devname=\"FG1\" devid=\"FG100\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" srcip=10.0.0.5 dstip=203.0.113.9 msg=\"a \\\"b\\\"\"\n\
         Mar  1 09:00:00 10.0.0.1 date=2026-03-01 time=08:00:00 tz=\"+0100\" devname=FG1 devid=FG100 eventtime=1772352000000000000 logid=0000000013 type=traffic",
        &[
            "line 1: fortigate time=2026-03-01T08:00:00Z host=FG1 time_assumed=zone date=2026-03-01 time_=08:00:00 devname=FG1 devid=FG100 logid=0000000013 type=traffic subtype=forward srcip=10.0.0.5 dstip=203.0.113.9 msg=a \"b\" syslog.facility=local7 syslog.severity=notice syslog.priority=189",
            "line 2: fortigate time=2026-03-01T08:00:00Z host=FG1 date=2026-03-01 time_=08:00:00 devname=FG1 devid=FG100 logid=0000000013 type=traffic tz=+0100 eventtime=1772352000000000000 syslog.time=Mar  1 09:00:00 syslog.hostname=10.0.0.1",
        ],
    );
}

#[test]
fn sonicwall_sophos_and_iptables_keep_their_own_names() {
    check(
        &READER,
        "<134>id=firewall sn=0006B1 time=\"2026-03-01 08:00:00 UTC\" fw=10.0.0.1 pri=6 c=262144 m=98 msg=\"Connection Opened\" src=10.0.0.5:5050:X0 dst=203.0.113.9:443:X1 proto=tcp/https",
        &[
            "line 1: sonicwall time=2026-03-01T08:00:00Z host=10.0.0.1 id=firewall sn=0006B1 time_=2026-03-01 08:00:00 UTC fw=10.0.0.1 pri=6 c=262144 m=98 msg=Connection Opened src=10.0.0.5:5050:X0 dst=203.0.113.9:443:X1 proto=tcp/https syslog.facility=local0 syslog.severity=info syslog.priority=134",
        ],
    );
    check(
        &READER,
        "<30>device=\"SFW\" date=2026-03-01 time=08:00:00 timezone=\"CET\" device_name=\"XG\" device_id=C0 log_id=010101600001 log_type=\"Firewall\" src_ip=10.0.0.5",
        &[
            "line 1: sophos time=2026-03-01T08:00:00Z host=XG time_assumed=zone device=SFW date=2026-03-01 time_=08:00:00 timezone=CET device_name=XG device_id=C0 log_id=010101600001 log_type=Firewall src_ip=10.0.0.5 syslog.facility=daemon syslog.severity=info syslog.priority=30",
        ],
    );
    check(
        &READER,
        "<30>device=\"SFW\" date=2026-07-01 time=02:00:00 timezone=\"MDT\" device_name=\"XG\" device_id=C0 log_id=010101600001 log_type=\"Firewall\"",
        &[
            "line 1: sophos time=2026-07-01T08:00:00Z host=XG device=SFW date=2026-07-01 time_=02:00:00 timezone=MDT device_name=XG device_id=C0 log_id=010101600001 log_type=Firewall syslog.facility=daemon syslog.severity=info syslog.priority=30",
        ],
    );
    check(
        &READER,
        "2026-03-01T08:00:00Z gw kernel: [  12.5] [UFW BLOCK] IN=eth0 OUT= MAC=00:11 SRC=203.0.113.9 DST=10.0.0.1 LEN=40 PROTO=TCP SPT=4 DPT=23 SYN URGP=0",
        &[
            "line 1: iptables time=2026-03-01T08:00:00Z host=gw prefix=[UFW BLOCK] IN=eth0 OUT= MAC=00:11 SRC=203.0.113.9 DST=10.0.0.1 LEN=40 PROTO=TCP SPT=4 DPT=23 URGP=0 flags=SYN syslog.time=2026-03-01T08:00:00Z syslog.hostname=gw syslog.program=kernel",
        ],
    );
}

#[test]
fn values_get_the_names_their_maker_documents() {
    check(
        &READER,
        "2026-03-01T08:00:00Z gw filterlog[33]: 5,,,1000000103,igb0,match,block,in,4,0x0,,64,1,0,DF,6,tcp,60,203.0.113.9,10.0.0.1,4444,23,0,S,1,,1024,,mss",
        &[
            "line 1: pf_filterlog time=2026-03-01T08:00:00Z host=gw rule_number=5 tracker=1000000103 interface=igb0 reason=match action=block direction=in ip_version=4 tos=0x0 ttl=64 id=1 offset=0 flags=DF protocol_id=6 protocol=tcp length=60 source=203.0.113.9 destination=10.0.0.1 source_port=4444 destination_port=23 data_length=0 tcp_flags=S sequence_number=1 tcp_window=1024 tcp_options=mss syslog.time=2026-03-01T08:00:00Z syslog.hostname=gw syslog.program=filterlog syslog.pid=33",
        ],
    );
    check(
        &READER,
        "Mar  1 08:00:00 PA1 1,2026/03/01 08:00:00,0123,SYSTEM,general,0,2026/03/01 07:59:59,,general,,0,0,general,informational,\"a, \"\"b\"\"\",99,0x0",
        &[
            "line 1: paloalto_system time=2026-03-01T07:59:59Z host=PA1 time_assumed=zone receive_time=2026/03/01 08:00:00 serial=0123 type=SYSTEM subtype=general time_generated=2026/03/01 07:59:59 eventid=general module=general severity=informational opaque=a, \"b\" seqno=99 actionflags=0x0 syslog.time=Mar  1 08:00:00 syslog.hostname=PA1",
        ],
    );
}
