//! Codes drawn in all ways that programs draw them, and patterns that are none.

use super::*;

/// `https://pay.example/q`, version 2, error correction M.
pub(in crate::contents) const MATRIX: [&str; 25] = [
    "#######.###...#...#######",
    "#.....#.#.#.##....#.....#",
    "#.###.#.####.#.##.#.###.#",
    "#.###.#..#..##....#.###.#",
    "#.###.#.###...#.#.#.###.#",
    "#.....#..##.#.#...#.....#",
    "#######.#.#.#.#.#.#######",
    "............##..#........",
    "#..######.##....##..#.###",
    "...##...########...#####.",
    "#....######..#.####.##..#",
    "###....##..##.#.#.#..####",
    "#.##..#.#.#....##.#.....#",
    "####......#.##.###..#..#.",
    "##..#.#.###..#.##...#####",
    "#..#.#...#..#...####.##.#",
    "#..#.##.#.###.#.#####.##.",
    "........#..#...##...#.##.",
    "#######.#...###.#.#.#...#",
    "#.....#.##.#.####...#..##",
    "#.###.#.####.#.######..##",
    "#.###.#.#...#####.#....##",
    "#.###.#..###.#...#..#####",
    "#.....#..#.###.....##.###",
    "#######.#..###..##...#..#",
];

/// How a code is drawn.
#[derive(Debug, Clone, Copy)]
pub(in crate::contents) struct Drawn {
    pub(in crate::contents) module: f64,
    pub(in crate::contents) degrees: f64,
    pub(in crate::contents) dark: u8,
    pub(in crate::contents) light: u8,
    pub(in crate::contents) is_mirrored: bool,
}

pub(in crate::contents) const PLAIN: Drawn = Drawn {
    module: 4.0,
    degrees: 0.0,
    dark: 0,
    light: 255,
    is_mirrored: false,
};

/// The code in the middle of a picture of its light colour.
pub(in crate::contents) fn draw(drawn: Drawn) -> Grey {
    let side = (25.0 * drawn.module * 1.5) as usize + 20;
    let (sin, cos) = drawn.degrees.to_radians().sin_cos();
    let mut pixels = vec![drawn.light; side * side];
    for y in 0..side {
        for x in 0..side {
            let (dx, dy) = (
                x as f64 + 0.5 - side as f64 / 2.0,
                y as f64 + 0.5 - side as f64 / 2.0,
            );
            let column = (dx * cos + dy * sin) / drawn.module + 12.5;
            let row = (dy * cos - dx * sin) / drawn.module + 12.5;
            if column < 0.0 || row < 0.0 || column >= 25.0 || row >= 25.0 {
                continue;
            }
            let (column, row) = (column as usize, row as usize);
            let column = if drawn.is_mirrored {
                24 - column
            } else {
                column
            };
            if MATRIX[row].as_bytes()[column] == b'#' {
                pixels[y * side + x] = drawn.dark;
            }
        }
    }
    Grey {
        width: side,
        height: side,
        pixels,
    }
}

fn check(drawn: Drawn) {
    assert_eq!(find(&draw(drawn)), ["https://pay.example/q"], "{drawn:?}");
}

#[test]
fn codes_are_read_however_they_are_drawn() {
    for module in [2.0, 3.0, 3.5, 4.0, 7.3, 12.0, 30.0] {
        check(Drawn { module, ..PLAIN });
    }
    for degrees in [1.0, 7.0, 30.0, 45.0, 90.0, 180.0, 200.0, 270.0] {
        check(Drawn {
            degrees,
            module: 6.0,
            ..PLAIN
        });
    }
    check(Drawn {
        dark: 255,
        light: 0,
        ..PLAIN
    });
    check(Drawn {
        dark: 60,
        light: 130,
        ..PLAIN
    });
    check(Drawn {
        is_mirrored: true,
        ..PLAIN
    });
}

#[test]
fn what_is_no_code_is_left_alone() {
    let side = 400;
    let draw = |shade: &dyn Fn(usize, usize) -> u8| Grey {
        width: side,
        height: side,
        pixels: (0..side * side)
            .map(|at| shade(at % side, at / side))
            .collect(),
    };
    let patterns: [&dyn Fn(usize, usize) -> u8; 5] = [
        &|_, _| 255,
        &|x, y| if (x / 3 + y / 3) % 2 == 0 { 0 } else { 255 },
        &|x, y| ((x * 7919 + y * 104_729) % 251) as u8,
        // Corners all over, as no code has them.
        &|x, y| {
            let square = |at: usize| (at % 9).abs_diff(3);
            let ring = square(x).max(square(y));
            if ring == 2 || ring > 3 { 255 } else { 0 }
        },
        &|x, _| if x % 9 < 5 { 0 } else { 255 },
    ];
    for pattern in patterns {
        assert_eq!(find(&draw(pattern)), Vec::<String>::new());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn a_damaged_code_says_the_same_or_nothing(places in proptest::collection::vec((0..400_usize, 0..400_usize), 0..120)) {
        let mut grey = draw(PLAIN);
        for (x, y) in places {
            let at = (y % grey.height) * grey.width + x % grey.width;
            grey.pixels[at] = 255 - grey.pixels[at];
        }
        for text in find(&grey) {
            proptest::prop_assert_eq!(text, "https://pay.example/q");
        }
    }

    #[test]
    fn any_modules_are_taken(bits in proptest::collection::vec(proptest::bool::ANY, 625)) {
        // The corners stay, everything between them is anything.
        let mut grey = draw(Drawn { module: 1.0, ..PLAIN });
        let from = (grey.width - 25) / 2;
        for (at, bit) in bits.iter().enumerate() {
            let (x, y) = (at % 25, at / 25);
            let is_corner = !(8..17).contains(&x) && y < 8 || x < 8 && y >= 17;
            if !is_corner {
                grey.pixels[(from + y) * grey.width + from + x] = if *bit { 0 } else { 255 };
            }
        }
        let _ = find(&grey);
    }

    #[test]
    fn any_grid_is_taken(version in 1..=40_usize, bytes in proptest::collection::vec(0..=255_u8, 4_000)) {
        let size = 17 + 4 * version;
        let bit = |x: usize, y: usize| {
            let at = y * size + x;
            bytes[at / 8 % bytes.len()] >> (at % 8) & 1 == 1
        };
        let _ = rqrr::Grid::new(rqrr::SimpleGrid::from_func(size, bit)).decode();
    }
}
