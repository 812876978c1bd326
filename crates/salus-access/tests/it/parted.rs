//! Columns on their way through files, and parts of a log explained one after another.

use proptest::prelude::*;
use salus_access::{
    Accesses, Events, Evidence, Handled, Numbered, Over, Ranged, Ranges, Unsound, audit, explain,
};

use crate::world::{World, any_world};

fn numbered_accesses(world: &World) -> Numbered<Accesses> {
    Numbered {
        rows: world.accesses.clone(),
        numbers: (0..).take(world.accesses.len()).collect(),
    }
}

fn numbered_events(world: &World) -> Numbered<Events> {
    Numbered {
        rows: world.events.clone(),
        numbers: (0..).take(world.events.len()).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn parts_that_went_through_files_give_what_the_whole_gives(
        world in any_world(),
        rows_of in proptest::collection::vec(0_u32..9, 0..5),
        parts in 0_usize..5,
    ) {
        let explained = |world: &World| explain(&world.evidence(), &world.templates, &Handled::default(), 1);
        let whole = explained(&world).expect("sound columns");
        let ranges = Ranges::even(&rows_of, parts);
        prop_assert!(ranges.parts() <= parts.max(1));
        let mut accesses = vec![Numbered::<Accesses>::default(); ranges.parts()];
        numbered_accesses(&world).part_into(&ranges, &mut accesses);
        let mut events = vec![Numbered::<Events>::default(); ranges.parts()];
        numbered_events(&world).part_into(&ranges, &mut events);
        let mut seen = 0;
        for (accesses, events) in accesses.iter().zip(&events) {
            let mut part = world.clone();
            let (accesses, events) = (through_file(accesses), through_file_too(events));
            part.accesses = accesses.rows.clone();
            part.events = events.rows.clone();
            let found = explained(&part).expect("sound columns");
            seen += accesses.numbers.len();
            for (row, number) in accesses.numbers.iter().enumerate() {
                let number = *number as usize;
                prop_assert_eq!(found.status[row], whole.status[number]);
                prop_assert_eq!(found.template[row], whole.template[number]);
                prop_assert_eq!(found.matched[row], whole.matched[number]);
            }
        }
        prop_assert_eq!(seen, world.accesses.len());
    }

    #[test]
    fn an_audit_over_ranged_care_is_the_audit_of_the_whole(
        world in any_world(),
        rows_of in proptest::collection::vec(0_u32..9, 0..5),
        parts in 1_usize..5,
        seed in 0_u64..4,
    ) {
        let whole = audit(&world.evidence().into(), &world.templates, seed, 1).expect("sound columns");
        let files = Files::of(&world, Ranges::even(&rows_of, parts));
        let none = Events::default();
        let evidence = Evidence { events: &none, ..world.evidence() };
        let over = Over { evidence, ranged: Some(&files) };
        let ranged = audit(&over, &world.templates, seed, 2).expect("sound columns");
        prop_assert_eq!(ranged.explanations, whole.explanations);
        prop_assert_eq!(ranged.quality, whole.quality);
        prop_assert_eq!(ranged.handled, whole.handled);
    }

    #[test]
    fn damaged_files_are_refused_or_read_but_never_more(
        world in any_world(),
        cut in any::<proptest::sample::Index>(),
        byte in any::<proptest::sample::Index>(),
        value in any::<u8>(),
    ) {
        let mut file = Vec::new();
        numbered_events(&world).write(&mut file).expect("memory takes it");
        file[byte.index(16)] = value;
        file.truncate(cut.index(file.len() + 1));
        let mut back = Numbered::<Events>::default();
        let read = back.read(&mut file.as_slice(), 1_000);
        let is_whole = file.len() == 16 + world.events.len() * 44;
        prop_assert!(read.is_err() || is_whole || file.is_empty() || back.numbers.len() * 44 + 16 == file.len());
    }
}

/// Care in files, one for each range.
struct Files {
    ranges: Ranges,
    files: Vec<Vec<u8>>,
}

impl Files {
    fn of(world: &World, ranges: Ranges) -> Self {
        let mut parts = vec![Numbered::<Events>::default(); ranges.parts()];
        numbered_events(world).part_into(&ranges, &mut parts);
        let written = |part: &Numbered<Events>| {
            let mut file = Vec::new();
            part.write(&mut file).expect("memory takes it");
            file
        };
        let files = parts.iter().map(written).collect();
        Self { ranges, files }
    }
}

impl Ranged for Files {
    fn ranges(&self) -> &Ranges {
        &self.ranges
    }

    fn care(&self, range: usize) -> std::io::Result<Numbered<Events>> {
        let mut care = Numbered::<Events>::default();
        care.read(&mut self.files[range].as_slice(), 1_000)?;
        Ok(care)
    }
}

#[test]
fn care_that_does_not_come_back_ends_the_audit() {
    let world = World::default();
    let mut files = Files::of(&world, Ranges::even(&[], 1));
    files.files[0] = b"salusEV1 cut".to_vec();
    let evidence = world.evidence();
    let over = Over {
        evidence,
        ranged: Some(&files),
    };
    let ended = audit(&over, &world.templates, 1, 1).expect_err("a cut file");
    assert_eq!(
        ended,
        Unsound::Unreadable(std::io::ErrorKind::UnexpectedEof)
    );
}

/// In two blocks, as it is spilled.
fn through_file(all: &Numbered<Accesses>) -> Numbered<Accesses> {
    let mut file = Vec::new();
    all.write(&mut file).expect("memory takes it");
    Numbered::<Accesses>::default()
        .write(&mut file)
        .expect("memory takes it");
    let mut back = Numbered::<Accesses>::default();
    back.read(&mut file.as_slice(), all.numbers.len())
        .expect("what was written");
    assert_eq!(&back, all);
    back
}

fn through_file_too(all: &Numbered<Events>) -> Numbered<Events> {
    let mut file = Vec::new();
    all.write(&mut file).expect("memory takes it");
    all.write(&mut file).expect("memory takes it");
    let mut twice = Numbered::<Events>::default();
    twice
        .read(&mut file.as_slice(), 2 * all.numbers.len())
        .expect("what was written");
    assert_eq!(twice.numbers.len(), 2 * all.numbers.len());
    let mut back = Numbered::<Events>::default();
    let half = &file[..file.len() / 2];
    back.read(&mut &half[..], all.numbers.len())
        .expect("what was written");
    assert_eq!(&back, all);
    back
}

#[test]
fn a_block_of_more_rows_than_allowed_takes_no_memory() {
    let mut file = b"salusEV1".to_vec();
    file.extend_from_slice(&u64::MAX.to_le_bytes());
    let check = |file: &[u8], most: usize, expected: &str| {
        let mut back = Numbered::<Events>::default();
        let mut from = file;
        let error = back.read(&mut from, most).expect_err("a damaged file");
        assert_eq!(error.to_string(), expected);
        assert!(back.rows.patient.capacity() < 100_000);
    };
    let too_many = "a block has more rows than are allowed";
    check(&file, 1_000, too_many);
    check(&file, usize::MAX, too_many);
    file[8..].copy_from_slice(&4_000_000_000_u64.to_le_bytes());
    check(&file, usize::MAX, "failed to fill whole buffer");
    check(b"salusAC1", 9, "no block of rows");
    let mut uneven = Numbered::<Accesses>::default();
    uneven.numbers.push(1);
    let error = uneven.write(&mut Vec::new()).expect_err("uneven columns");
    assert_eq!(error.to_string(), "columns are not equally long");
}

#[test]
fn patients_are_cut_into_parts_of_much_the_same_work() {
    let check = |rows_of: &[u32], parts: usize, expected: &[usize]| {
        let ranges = Ranges::even(rows_of, parts);
        let of: Vec<usize> = (0..)
            .take(rows_of.len())
            .map(|patient| ranges.part_of(patient))
            .collect();
        assert_eq!(of, expected, "{rows_of:?} {parts}");
        assert_eq!(ranges.part_of(u32::MAX), ranges.parts() - 1);
    };
    check(&[5, 5, 5, 5], 2, &[0, 0, 1, 1]);
    check(&[100, 1, 1, 1], 2, &[0, 1, 1, 1]);
    check(&[1, 1, 1, 100], 3, &[0, 0, 0, 0]);
    check(&[0, 0, 0], 2, &[0, 0, 0]);
    check(&[7], 0, &[0]);
    check(&[], 4, &[]);
}
