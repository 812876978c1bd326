//! Invented names of people, streets and employers; common ones are common, as they are everywhere.

use crate::random::{Random, spread};

const FAMILY_HEADS: [&str; 48] = [
    "Ash", "Bar", "Black", "Brad", "Cal", "Carl", "Chad", "Clay", "Crom", "Dan", "Dun", "East",
    "Ed", "Fair", "Fen", "Gar", "Glen", "Green", "Hart", "Hay", "Hol", "Kings", "Lang", "Lock",
    "Mal", "Mar", "Mid", "Nor", "Oak", "Pem", "Pen", "Rad", "Red", "Rock", "Sand", "Shel", "Stan",
    "Sut", "Thorn", "Wal", "War", "West", "Whit", "Win", "Wood", "York", "Ridge", "Brook",
];
const FAMILY_TAILS: [&str; 24] = [
    "ford", "ton", "ley", "wood", "well", "field", "worth", "by", "ham", "land", "burg", "man",
    "ridge", "more", "dale", "gate", "bury", "combe", "stead", "shaw", "wick", "burn", "cliff",
    "er",
];
/// How many family names there are.
pub(crate) const FAMILIES: usize = FAMILY_HEADS.len() * FAMILY_TAILS.len();

const WOMEN: [&str; 60] = [
    "Ada", "Agnes", "Alma", "Amelia", "Beatrice", "Bianca", "Clara", "Cora", "Daphne", "Delia",
    "Edith", "Elena", "Elsie", "Esther", "Fiona", "Flora", "Gemma", "Gloria", "Greta", "Hazel",
    "Helen", "Ida", "Imogen", "Irene", "Iris", "Ivy", "Jane", "Josie", "Juno", "Kira", "Laura",
    "Leona", "Lydia", "Mabel", "Marta", "Maya", "Mina", "Miriam", "Nadia", "Nina", "Nora", "Olive",
    "Opal", "Paula", "Petra", "Priya", "Rita", "Rosa", "Ruth", "Sadie", "Selma", "Sylvia", "Tamar",
    "Tessa", "Una", "Vera", "Viola", "Wanda", "Ximena", "Zelda",
];
const MEN: [&str; 60] = [
    "Abel", "Aldo", "Amos", "Arlo", "Asher", "Ben", "Boris", "Bruno", "Caleb", "Carl", "Cyrus",
    "Dennis", "Edgar", "Elias", "Emmett", "Ezra", "Felix", "Frank", "Gideon", "Gus", "Hank",
    "Hugo", "Ian", "Isaac", "Ivan", "Jasper", "Joel", "Jonas", "Kurt", "Leo", "Lionel", "Luis",
    "Marco", "Milo", "Nathan", "Nolan", "Omar", "Oscar", "Otto", "Owen", "Pedro", "Philip",
    "Quinn", "Rafael", "Ralph", "Reuben", "Roman", "Rufus", "Samuel", "Saul", "Simon", "Theo",
    "Tomas", "Ulric", "Victor", "Wade", "Walter", "Xavier", "Yusuf", "Zane",
];
/// Given names of one sex.
pub(crate) const GIVEN: usize = WOMEN.len();

const STREET_HEADS: [&str; 40] = [
    "Alder",
    "Aspen",
    "Birch",
    "Bluff",
    "Canyon",
    "Cedar",
    "Chapel",
    "Cherry",
    "Clover",
    "Cottonwood",
    "Creekside",
    "Dakota",
    "Elm",
    "Foundry",
    "Garnet",
    "Granite",
    "Harvest",
    "Hawthorn",
    "Heron",
    "Hillcrest",
    "Juniper",
    "Lakeview",
    "Larkspur",
    "Linden",
    "Maple",
    "Meadow",
    "Mesa",
    "Mill",
    "Orchard",
    "Pioneer",
    "Prairie",
    "Quarry",
    "Railroad",
    "Sage",
    "Silver",
    "Spruce",
    "Summit",
    "Valley",
    "Willow",
    "Windmill",
];
const STREET_TAILS: [&str; 8] = [
    "Avenue", "Court", "Drive", "Lane", "Place", "Road", "Street", "Way",
];
/// Streets one town may have before names repeat.
pub(crate) const STREETS: usize = STREET_HEADS.len() * STREET_TAILS.len();

const EMPLOYER_HEADS: [&str; 12] = [
    "Harlan", "Mesa", "Pinnacle", "Ridge", "Summit", "Sterling", "Valley", "Western", "Copper",
    "Prairie", "Redstone", "Juniper",
];
const EMPLOYER_TAILS: [&str; 10] = [
    "Grain Cooperative",
    "School District",
    "Machine Works",
    "Foods",
    "Savings Bank",
    "Construction",
    "Freight",
    "Packing Company",
    "County Offices",
    "Retail Group",
];
/// Employers in the region, the hospital not among them.
pub(crate) const EMPLOYERS: usize = EMPLOYER_HEADS.len() * EMPLOYER_TAILS.len();

/// The family name with this number; low numbers are common names.
pub(crate) fn family(number: u16) -> String {
    // A step that shares no factor with the number of names visits each once, in an order that is not the alphabet's.
    let place = usize::from(number) * 295 % FAMILIES;
    format!(
        "{}{}",
        FAMILY_HEADS[place / FAMILY_TAILS.len()],
        FAMILY_TAILS[place % FAMILY_TAILS.len()]
    )
}

pub(crate) fn given(number: u16, female: bool) -> &'static str {
    let list = if female { &WOMEN } else { &MEN };
    list[usize::from(number) % list.len()]
}

pub(crate) fn street(number: usize) -> String {
    let place = number * 77 % STREETS;
    format!(
        "{} {}",
        STREET_HEADS[place / STREET_TAILS.len()],
        STREET_TAILS[place % STREET_TAILS.len()]
    )
}

pub(crate) fn employer(number: u16) -> String {
    let place = usize::from(number) % EMPLOYERS;
    format!(
        "{} {}",
        EMPLOYER_HEADS[place / EMPLOYER_TAILS.len()],
        EMPLOYER_TAILS[place % EMPLOYER_TAILS.len()]
    )
}

/// Ten digits in an area code that no region has; the same number for the same thing.
pub(crate) fn phone(of: u64) -> String {
    format!(
        "555-{:03}-{:04}",
        200 + spread(of) % 800,
        spread(of ^ 0x5eed) % 10_000
    )
}

/// A choice of which the first are common and the last rare.
pub(crate) struct Ranked {
    sums: Vec<u32>,
}

impl Ranked {
    /// Choices from 0 to `count`, each chosen as often as 1 / (its place + `flat`).
    pub(crate) fn new(count: usize, flat: u32) -> Self {
        let mut sum = 0;
        let sums = (0..count)
            .map(|place| {
                sum += 1_000_000 / (u32::try_from(place).unwrap_or(u32::MAX / 2) + flat);
                sum
            })
            .collect();
        Self { sums }
    }

    pub(crate) fn draw(&self, random: &mut Random) -> u16 {
        let total = self.sums.last().copied().unwrap_or(1);
        let drawn = u32::try_from(random.below(u64::from(total))).unwrap_or(0);
        let place = self.sums.partition_point(|sum| *sum <= drawn);
        u16::try_from(place).expect("fewer choices than a u16 holds")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_number_is_a_name_of_its_own() {
        let families: BTreeSet<String> = (0..FAMILIES as u16).map(family).collect();
        assert_eq!(families.len(), FAMILIES);
        let streets: BTreeSet<String> = (0..STREETS).map(street).collect();
        assert_eq!(streets.len(), STREETS);
        let employers: BTreeSet<String> = (0..EMPLOYERS as u16).map(employer).collect();
        assert_eq!(employers.len(), EMPLOYERS);
    }

    #[test]
    fn common_names_are_drawn_more_often() {
        let ranked = Ranked::new(FAMILIES, 60);
        let mut random = Random::new(1, "names");
        let drawn: Vec<u16> = (0..20_000).map(|_| ranked.draw(&mut random)).collect();
        let count = |number: u16| drawn.iter().filter(|one| **one == number).count();
        assert!(
            count(0) > 60 && count(0) > 4 * count(1_000),
            "{} {}",
            count(0),
            count(1_000)
        );
        assert!(drawn.iter().all(|one| usize::from(*one) < FAMILIES));
    }
}
