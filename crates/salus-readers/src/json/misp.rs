//! MISP: events taken apart into attributes and objects, and galaxies into their clusters.

use serde_json::Value;

use super::object::{has, is_carried, put, text};
use super::{Object, Shape};
use crate::lists::{Held, Lists};
use crate::{Place, ReadError, Sink};

pub(super) struct Misp;

impl Shape for Misp {
    fn fits(&self, object: &Object) -> bool {
        is_event(object) || is_attribute(object) || is_galaxy(object)
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if is_event(&object) {
            event(object, &mut Held, place, sink)
        } else if is_galaxy(&object) {
            galaxy(object, &mut Held, place, sink)
        } else {
            put(
                object,
                "misp_attribute",
                (&["timestamp", "first_seen"], &[]),
                place,
                sink,
            )
        }
    }

    fn put_apart(
        &self,
        document: Object,
        lists: &mut dyn Lists,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<bool, ReadError> {
        if is_event(&document) {
            event(document, lists, place, sink)?;
        } else if is_galaxy(&document) {
            galaxy(document, lists, place, sink)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

fn is_event(object: &Object) -> bool {
    // What a search for attributes gives carries the event of each.
    let event = object.get("Event").and_then(Value::as_object);
    !is_attribute(object)
        && event.is_some_and(|event| {
            has(event, &["info", "uuid"])
                || has(event, &["info", "Attribute"])
                || has(event, &["info", "threat_level_id"])
        })
}

fn is_attribute(object: &Object) -> bool {
    has(object, &["to_ids", "category", "type", "value"])
}

fn is_galaxy(object: &Object) -> bool {
    let values = object.get("values").and_then(Value::as_array);
    has(object, &["authors", "type", "uuid"])
        && values.is_some_and(|values| values.iter().all(|cluster| cluster.get("value").is_some()))
}

fn event(
    mut object: Object,
    lists: &mut dyn Lists,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Some(Value::Object(mut event)) = object.remove("Event") else {
        return Ok(());
    };
    let attributes = take_list(&mut event, "Attribute");
    let objects = take_list(&mut event, "Object");
    let (attributes, objects) = (Value::Array(attributes), Value::Array(objects));
    let about = about(&event);
    put(
        event,
        "misp_event",
        (&["timestamp", "publish_timestamp", "date"], &[]),
        place,
        sink,
    )?;
    lists.each("Event.Attribute", attributes, sink, &mut |_, item, sink| {
        attribute_of(item, &about, place, sink)
    })?;
    lists.each("Event.Object", objects, sink, &mut |_, item, sink| {
        object_of(item, &about, place, sink)
    })
}

fn object_of(
    object: Value,
    about: &Object,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Value::Object(mut object) = object else {
        return sink.reject(place, "MISP object that is none");
    };
    let attributes = take_list(&mut object, "Attribute");
    let mut all = about.clone();
    for (name, from) in [("object.name", "name"), ("object.uuid", "uuid")] {
        if let Some(value) = object.get(from).filter(|value| is_carried(value)) {
            all.insert(name.to_owned(), value.clone());
        }
    }
    object.extend(about.clone());
    put(object, "misp_object", (&["timestamp"], &[]), place, sink)?;
    for attribute in attributes {
        attribute_of(attribute, &all, place, sink)?;
    }
    Ok(())
}

/// What an attribute must know of its event to be understood without it.
fn about(event: &Object) -> Object {
    let mut about = Object::new();
    for name in [
        "uuid",
        "info",
        "date",
        "threat_level_id",
        "published",
        "Tag",
    ] {
        if let Some(value) = event.get(name).filter(|value| is_carried(value)) {
            about.insert(format!("event.{name}"), value.clone());
        }
    }
    let maker = text(event, "Orgc.name").map(Value::from);
    if let Some(maker) = maker.filter(is_carried) {
        about.insert("event.Orgc.name".to_owned(), maker);
    }
    about
}

fn attribute_of(
    attribute: Value,
    about: &Object,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Value::Object(mut attribute) = attribute else {
        return sink.reject(place, "MISP attribute that is none");
    };
    attribute.extend(about.clone());
    put(
        attribute,
        "misp_attribute",
        (&["timestamp", "first_seen"], &[]),
        place,
        sink,
    )
}

fn galaxy(
    mut object: Object,
    lists: &mut dyn Lists,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let clusters = Value::Array(take_list(&mut object, "values"));
    let mut about = Object::new();
    for name in ["type", "name", "uuid", "version"] {
        if let Some(value) = object.get(name).filter(|value| is_carried(value)) {
            about.insert(format!("galaxy.{name}"), value.clone());
        }
    }
    put(object, "misp_galaxy", (&[], &[]), place, sink)?;
    lists.each(
        "values",
        clusters,
        sink,
        &mut |_, cluster, sink| match cluster {
            Value::Object(mut cluster) if cluster.contains_key("value") => {
                cluster.extend(about.clone());
                put(cluster, "misp_cluster", (&[], &[]), place, sink)
            }
            _ => sink.reject(place, "cluster of a galaxy without a value"),
        },
    )
}

fn take_list(object: &mut Object, name: &str) -> Vec<Value> {
    match object.remove(name) {
        Some(Value::Array(list)) => list,
        Some(other) => {
            object.insert(name.to_owned(), other);
            Vec::new()
        }
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_event_comes_apart() {
        check(
            r#"{"response":[{"Event":{"uuid":"e","info":"i","timestamp":"1772352000","Attribute":[{"type":"domain","category":"Network activity","to_ids":true,"value":"a.example","timestamp":"1772352001"}],"Object":[{"name":"file","uuid":"o","Attribute":[{"type":"sha256","category":"Payload delivery","to_ids":false,"value":"ab"}]}]}}]}"#,
            &[
                "record 1: misp_event time=2026-03-01T08:00:00Z uuid=e info=i timestamp=1772352000",
                "record 1: misp_attribute time=2026-03-01T08:00:01Z type=domain category=Network activity to_ids=true \
                 value=a.example timestamp=1772352001 event.uuid=e event.info=i",
                "record 1: misp_attribute type=sha256 category=Payload delivery to_ids=false value=ab event.uuid=e \
                 event.info=i object.name=file object.uuid=o",
                "record 1: misp_object name=file uuid=o event.uuid=e event.info=i",
            ],
        );
    }

    #[test]
    fn what_is_too_long_stays_with_the_event() {
        let info = "i".repeat(salus_record::limits::CARRIED_BYTES + 1);
        check(
            &format!(
                r#"{{"Event":{{"uuid":"e","info":"{info}","Attribute":[{{"type":"domain","value":"a.example"}}]}}}}"#
            ),
            &[
                &format!("line 1: misp_event uuid=e info={info}"),
                "line 1: misp_attribute type=domain value=a.example event.uuid=e",
            ],
        );
    }

    #[test]
    fn a_galaxy_comes_apart() {
        check(
            r#"{"authors":["x"],"name":"Tools","type":"tool","uuid":"g","values":[{"value":"T1","meta":{"refs":["r"]}}]}"#,
            &[
                "line 1: misp_galaxy authors=[\"x\"] name=Tools type=tool uuid=g",
                "line 1: misp_cluster value=T1 meta.refs=[\"r\"] galaxy.type=tool galaxy.name=Tools galaxy.uuid=g",
            ],
        );
    }
}
