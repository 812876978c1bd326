//! Rules over records: every modifier and condition form, the published regression cases, and a
//! comparison with a slow evaluator that is obviously right.

mod bounds;
mod cloud;
mod corpus;
mod correlated;
mod forms;
mod happenings;
mod language;
mod needs;
mod oracle;
mod own;
mod peer;
mod pipelines;
mod random;
mod records;
mod references;
mod regression;
mod retold;
mod routing;
mod slow;
mod stories;
