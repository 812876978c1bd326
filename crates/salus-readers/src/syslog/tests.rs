//! Lines as they are found in files, and what breaks them.

use super::Syslog;
use crate::testing::{check, check_bytes};

#[test]
fn old_lines_are_read_whatever_stands_in_them() {
    check(
        &Syslog,
        "Mar 11 22:55:31 ubuntu sshd[3]:  Connection from 192.0.2.7 port 32889\n\
         Mar 11 22:55:31 ubuntu /sbin/anacron[1234]: Another one\n\
         Mar 11 22:55:31 ubuntu kernel: [998.390602] sda2: rw=0\n\
         Nov 18 08:30:20 kernel: [997.390602] sda2: rw=0\n\
         Feb 29 01:15:43: --- last message repeated 5 times ---\n\
         Jan 22 07:54:32 myhost.example Job `cron.daily' terminated\n\
         Mar 11 19:26:45 mac Google Chrome[1985] <Info>: launchd Allow TCP LISTEN\n\
         Mar 11 2026 19:26:45 fw1 su(pam_unix)[12]: session opened",
        &[
            "line 1: syslog host=ubuntu hostname=ubuntu program=sshd pid=3 message=Connection from 192.0.2.7 port 32889",
            "line 2: syslog host=ubuntu hostname=ubuntu program=/sbin/anacron pid=1234 message=Another one",
            "line 3: syslog host=ubuntu hostname=ubuntu program=kernel message=[998.390602] sda2: rw=0",
            "line 4: syslog program=kernel message=[997.390602] sda2: rw=0",
            "line 5: syslog message=--- last message repeated 5 times ---",
            "line 6: syslog host=myhost.example hostname=myhost.example message=Job `cron.daily' terminated",
            "line 7: syslog host=mac hostname=mac program=Google Chrome pid=1985 message=launchd Allow TCP LISTEN severity=Info",
            "line 8: syslog time=2026-03-11T19:26:45Z host=fw1 hostname=fw1 program=su(pam_unix) pid=12 message=session opened time_assumed=zone",
        ],
    );
}

#[test]
fn new_lines_give_their_structured_data() {
    check(
        &Syslog,
        "<165>1 2026-03-11T22:14:15.003Z web.example app 8710 ID47 [ex@1 iut=\"3\" q=\"a \\\"b\\\" \\] c\"][o] \u{feff}hello\n\
         <34>1 - - - - - -\n\
         <30>1 2021-03-06T04:07:38.263426+00:00 hostname systemd 1 - -  Stopping",
        &[
            "line 1: syslog time=2026-03-11T22:14:15.003Z host=web.example hostname=web.example program=app pid=8710 facility=local4 severity=notice priority=165 version=1 msgid=ID47 sd.ex@1.iut=3 sd.ex@1.q=a \"b\" ] c sd.o= message=hello",
            "line 2: syslog facility=auth severity=crit priority=34 version=1 message=",
            "line 3: syslog time=2021-03-06T04:07:38.263426Z host=hostname hostname=hostname program=systemd pid=1 facility=daemon severity=info priority=30 version=1 message=Stopping",
        ],
    );
}

#[test]
fn a_message_may_go_over_lines_and_a_line_may_hold_messages() {
    check(
        &Syslog,
        "2016-10-25T12:37:25.014015-07:00 INFO aprocess: This is a multi-line\n\
         \tmessage\n\
         <15>Mar  6 2026 04:07:23 h tag a<14>Mar  6 2026 04:07:23 h b[1]: x<y<30>Mar  6 2026 04:07:23 h c[2]: <3> z\n\
         58 <30>1 2021-03-06T04:07:38.263426+00:00 h s 1 - -  Stopping59 <30>1 2021-03-06T04:07:38.263426+00:00 h s 1 - -  Star\n\
         ting",
        &[
            "line 1: syslog time=2016-10-25T19:37:25.014015Z program=aprocess severity=INFO message=This is a multi-line\n\tmessage",
            "line 3: syslog time=2026-03-06T04:07:23Z host=h severity=debug message=tag a time_assumed=zone hostname=h facility=user priority=15",
            "line 3: syslog time=2026-03-06T04:07:23Z host=h program=b severity=info message=x<y time_assumed=zone hostname=h facility=user priority=14 pid=1",
            "line 3: syslog time=2026-03-06T04:07:23Z host=h program=c severity=info message=<3> z time_assumed=zone hostname=h facility=daemon priority=30 pid=2",
            "line 4: syslog time=2021-03-06T04:07:38.263426Z host=h program=s severity=info message=Stopping hostname=h facility=daemon priority=30 pid=1 version=1",
            "line 4: syslog time=2021-03-06T04:07:38.263426Z host=h program=s severity=info message=Star\nting hostname=h facility=daemon priority=30 pid=1 version=1",
        ],
    );
}

#[test]
fn a_relay_is_told_from_the_machine() {
    check(
        &Syslog,
        "Mar  1 2026 08:00:01 10.0.0.9 Mar  1 2026 08:00:00 web1 sshd[1]: hello",
        &[
            "line 1: syslog time=2026-03-01T08:00:00Z host=web1 time_assumed=zone hostname=web1 program=sshd pid=1 relay=10.0.0.9 message=hello",
        ],
    );
}

#[test]
fn what_is_no_message_is_rejected_by_line() {
    check_bytes(
        &Syslog,
        b"hello\nMMM 22 07:54:32 h a[1]: x\n with more\n\0\0\0\nMar 11 2026 22:55:31 h a[1]: caf\xe9",
        &[
            "line 1: rejected, no syslog header",
            "line 2: rejected, a time that is none",
            "line 3: rejected, goes on with what was rejected",
            "line 4: rejected, not text: the line holds zero bytes",
            "line 5: syslog time=2026-03-11T22:55:31Z host=h time_assumed=zone hostname=h program=a pid=1 message=café",
        ],
    );
}
