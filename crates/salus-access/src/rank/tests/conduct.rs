//! What was done beside looking brings a story forward, and says why.

use super::super::*;
use super::hospital::Hospital;
use super::{PLAN, settings};
use std::collections::HashMap;

fn ranked(hospital: &Hospital, conduct: Conduct<'_>) -> Ranking {
    let templates = |fakes: &Accesses| hospital.still_unexplained(fakes);
    let evidence = Evidence {
        conduct,
        ..hospital.evidence(&templates)
    };
    rank(&evidence, &settings())
}

/// A story in which nothing of the behaviour is remarkable.
fn quiet(ranking: &Ranking) -> &Story {
    let is_quiet = |story: &&Story| story.p[2] > 0.4 && story.accesses == 1;
    ranking.stories.iter().find(is_quiet).expect("most are so")
}

/// The story of the same row, which now is remarkable for this reason.
fn check(ranking: &Ranking, row: u32, id: ReasonId, number: f64) {
    let story = ranking.stories.iter().find(|story| story.row == row);
    let story = story.expect("the same stories");
    assert!(story.p[2] < 0.02, "{id:?}: {}", story.p[2]);
    let reason = story.reasons.iter().find(|reason| reason.id == id);
    assert_eq!(
        reason.map(|reason| reason.number),
        Some(number),
        "{story:?}"
    );
}

#[test]
fn what_nobody_does_is_remarkable_and_what_is_not_said_changes_nothing() {
    let hospital = Hospital::new(PLAN);
    let rows = hospital.accesses.len();
    let silent = ranked(&hospital, Conduct::default());
    let (no, nowhere) = (vec![false; rows], vec![crate::NONE; rows]);
    let said = Conduct {
        taken: &no,
        listed: &no,
        workstation: &nowhere,
        numbers: &[],
    };
    assert_eq!(ranked(&hospital, said), silent);
    let row = quiet(&silent).row;
    let mut one = no.clone();
    one[row as usize] = true;
    check(
        &ranked(
            &hospital,
            Conduct {
                taken: &one,
                ..said
            },
        ),
        row,
        ReasonId::TakenAlong,
        1.0,
    );
    check(
        &ranked(
            &hospital,
            Conduct {
                listed: &one,
                ..said
            },
        ),
        row,
        ReasonId::Listed,
        1.0,
    );
    // Everybody has one desk; but once somebody sat elsewhere.
    let mut desks = hospital.accesses.user.clone();
    desks[row as usize] = 99_999;
    check(
        &ranked(
            &hospital,
            Conduct {
                workstation: &desks,
                ..said
            },
        ),
        row,
        ReasonId::NewPlaces,
        1.0,
    );
}

#[test]
fn records_opened_in_the_order_of_their_numbers_are_remarkable() {
    let hospital = Hospital::new(PLAN);
    let silent = ranked(&hospital, Conduct::default());
    let mut days: HashMap<(u32, i32), Vec<&Story>> = HashMap::new();
    for story in silent.stories.iter().filter(|story| story.accesses == 1) {
        days.entry((story.user, story.day)).or_default().push(story);
    }
    let many = days
        .into_values()
        .max_by_key(|day| (day.len(), day[0].user, day[0].day));
    let mut many = many.expect("there are stories");
    assert!(many.len() >= 4, "{}", many.len());
    many.sort_by_key(|story| story.first);
    many.truncate(4);
    let mut numbers = vec![u64::MAX; hospital.people.len()];
    for (place, story) in many.iter().enumerate() {
        numbers[story.patient as usize] = 5_000 - place as u64;
    }
    let conduct = Conduct {
        numbers: &numbers,
        ..Conduct::default()
    };
    check(
        &ranked(&hospital, conduct),
        many[0].row,
        ReasonId::InARow,
        4.0,
    );
    numbers[many[2].patient as usize] = 7;
    let conduct = Conduct {
        numbers: &numbers,
        ..Conduct::default()
    };
    let broken = ranked(&hospital, conduct);
    let is_in_a_row = |story: &Story| {
        story
            .reasons
            .iter()
            .any(|reason| reason.id == ReasonId::InARow)
    };
    assert!(!broken.stories.iter().any(is_in_a_row));
}
