//! A board tells what the tables tell.

use crate::world::{Dice, reports};
use crate::{ids, stamp, store};
use marsad_store::{AsOf, Board, Filter, Order, Reader, Review};
use proptest::prelude::*;

const ORDERS: [Order; 5] = [Order::Changed, Order::Happened, Order::Earliest, Order::Toll, Order::Voices];

/// A filter of one to four fields, drawn from what the made-up world holds.
fn filter(store: &Reader, seed: u64) -> Filter {
    let mut dice = Dice(seed);
    let all = store.incidents(&Filter::default(), Order::Changed, AsOf::Now, None, 1000).expect("a list").incidents;
    let mut filter = Filter::default();
    for _ in 0..=dice.below(3) {
        let any = &all[dice.below(all.len() as u64) as usize];
        let (lat, lon) = any.lat.zip(any.lon).unwrap_or((30.0, 40.0));
        match dice.below(12) {
            0 => filter.kinds = vec![any.kind.clone(), format!("ASSAULT/{}", any.mode.clone().unwrap_or_default())],
            1 => filter.country = any.country.iter().cloned().collect(),
            2 => filter.from.clone_from(&any.first_day),
            3 => filter.to.clone_from(&any.last_day),
            4 => filter.killed_min = Some(dice.below(9) as f64),
            5 => filter.killed_max = Some(dice.below(9) as f64),
            6 => filter.near = Some([lat, lon, 50.0 + dice.below(900) as f64]),
            7 => filter.area = Some([lat - 4.0, lon - 4.0, lat + 4.0, lon + 4.0]),
            8 => filter.outlet = vec!["River News".to_owned(), "nobody".to_owned()],
            9 => filter.place = any.place_id.iter().cloned().chain(["c:SY".to_owned()]).collect(),
            10 => filter.review = Some([Review::Open, Review::Accepted, Review::Edited][dice.below(3) as usize]),
            _ => filter.polygon = vec![[lat - 2.0, lon - 2.0], [lat - 2.0, lon + 2.0], [lat + 2.0, lon]],
        }
    }
    filter
}

/// All pages of a list, by the board and by the tables.
fn pages(store: &Reader, board: Option<&Board>, filter: &Filter, order: Order) -> (Vec<String>, u64) {
    let (mut out, mut cursor, mut total) = (Vec::new(), None, store.total(filter, AsOf::Now).expect("a total"));
    loop {
        let page = match board {
            None => store.incidents(filter, order, AsOf::Now, cursor.as_deref(), 7).expect("a page"),
            Some(board) => {
                let (page, found) = store.page(board, filter, order, cursor.as_deref(), 7).expect("a page").expect("the board knows");
                total = found;
                page
            }
        };
        out.extend(page.incidents.into_iter().map(|i| i.id));
        cursor = page.next;
        if cursor.is_none() {
            return (out, total);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn its_pages_and_totals_are_those_of_the_tables(seed in 0..40_u64, asked in any::<u64>(), order in 0..5_usize) {
        let store = store(reports(seed, 30));
        let board = Board::new(&store).expect("a board");
        let filter = filter(&store, asked);
        prop_assert_eq!(pages(&store, Some(&board), &filter, ORDERS[order]), pages(&store, None, &filter, ORDERS[order]), "{:?}", filter);
    }

    #[test]
    fn brought_up_to_date_it_is_as_if_read_anew(seed in 0..200_u64, asked in any::<u64>()) {
        let all = reports(seed, 30);
        let mut store = store(all[..14].to_vec());
        let mut board = Board::new(&store).expect("a board");
        for (n, report) in all[14..].iter().enumerate() {
            store.ingest(vec![report.clone()], &stamp(n as i64 + 1)).expect("a report is stored");
        }
        let ids = ids(&store);
        let merge = store.merge(&[&ids[0], &ids[1]]).expect("two incidents");
        store.decide(vec![merge], &stamp(90)).expect("a decision");
        board.advance(&store).expect("what has changed");
        let anew = Board::new(&store).expect("a board");
        prop_assert_eq!(board.revision(), anew.revision());
        let filter = filter(&store, asked);
        let ids = |board: &Board| pages(&store, Some(board), &filter, Order::Changed);
        prop_assert_eq!(ids(&board), ids(&anew));
        let outlets = |board: &Board| board.tally_terms(&filter, &["outlet"], |_| true, 30);
        prop_assert_eq!(outlets(&board), outlets(&anew));
        prop_assert_eq!(board.tally(&filter, |m| Some(m.kind()), 30), anew.tally(&filter, |m| Some(m.kind()), 30));
    }
}

#[test]
fn a_cut_of_the_past_holds_what_was_known_then() {
    let all = reports(5, 20);
    let mut store = store(all[..8].to_vec());
    let (then, known) = (store.head().expect("a revision"), ids(&store).len());
    store.ingest(all[8..].to_vec(), &stamp(1)).expect("reports are stored");
    let cut = Board::cut(&store, &Filter::default(), AsOf::Revision(then)).expect("a cut");
    let mut count = 0;
    cut.each(&Filter::default(), |_| count += 1);
    assert_eq!((count, cut.revision()), (known, then));
}
