//! Rules over records: every modifier and condition form, the published regression cases, and a
//! comparison with a slow evaluator that is obviously right.

mod cloud;
mod corpus;
mod forms;
mod language;
mod oracle;
mod own;
mod pipelines;
mod random;
mod records;
mod regression;
mod retold;
mod routing;
