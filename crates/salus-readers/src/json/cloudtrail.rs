//! AWS CloudTrail events, as delivered to S3 or as `lookup-events` prints them.

use super::object::{has, open_text, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct CloudTrail;

impl Shape for CloudTrail {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["CloudTrailEvent"])
            || (has(object, &["eventSource", "eventName"])
                && ["userIdentity", "eventVersion", "awsRegion", "eventID"]
                    .iter()
                    .any(|name| object.contains_key(*name)))
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let object = open_text(object, "CloudTrailEvent");
        put(
            object,
            "aws_cloudtrail",
            (&["eventTime", "EventTime"], &[]),
            place,
            sink,
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn both_forms_give_the_same_columns() {
        check(
            r#"{"Records":[{"eventVersion":"1.08","eventTime":"2026-03-01T08:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","userIdentity":{"arn":"a"}}]}"#,
            &[
                "record 1: aws_cloudtrail time=2026-03-01T08:00:00Z eventVersion=1.08 \
               eventTime=2026-03-01T08:00:00Z eventSource=s3.amazonaws.com eventName=GetObject \
               userIdentity.arn=a",
            ],
        );
        check(
            r#"{"EventName":"GetObject","Username":"u","CloudTrailEvent":"{\"eventName\":\"GetObject\",\"eventSource\":\"s3\",\"eventTime\":\"2026-03-01T08:00:00Z\"}"}"#,
            &[
                "line 1: aws_cloudtrail time=2026-03-01T08:00:00Z eventName=GetObject \
               eventSource=s3 eventTime=2026-03-01T08:00:00Z outer.EventName=GetObject \
               Username=u",
            ],
        );
    }
}
