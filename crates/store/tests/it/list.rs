//! Lists: filters, orders, pages.

use crate::store;
use crate::world::reports;
use marsad_model::geo::distance_km;
use marsad_store::{AsOf, Filter, Order, Store, Summary};

fn all(store: &Store, filter: &Filter) -> Vec<Summary> {
    store.incidents(filter, Order::Changed, AsOf::Now, None, 1000).expect("a list").incidents
}

fn world() -> Store {
    store(reports(3, 60))
}

/// Checks that a filter leaves exactly the incidents for which `wanted` holds, and some of them.
fn leaves(store: &Store, filter: Filter, wanted: impl Fn(&Summary) -> bool) {
    let names = |list: Vec<Summary>| list.into_iter().map(|i| i.id).collect::<std::collections::BTreeSet<_>>();
    let found = names(all(store, &filter));
    let expected = names(all(store, &Filter::default()).into_iter().filter(|i| wanted(i)).collect());
    assert_eq!(found, expected, "{filter:?}");
    assert!(!found.is_empty(), "nothing is left by {filter:?}");
    assert_eq!(store.count(&filter, AsOf::Now, usize::MAX).expect("a count"), found.len());
}

#[test]
fn every_filter_leaves_what_it_says() {
    let store = world();
    let any = all(&store, &Filter::default()).into_iter().find(|i| i.lat.is_some()).expect("a placed incident");
    let (lat, lon) = (any.lat.expect("placed"), any.lon.expect("placed"));
    let day = any.first_day.clone().expect("dated");
    let one = |s: &Option<String>| s.iter().cloned().collect::<Vec<_>>();
    let near = |i: &Summary, km: f64| i.lat.zip(i.lon).is_some_and(|p| distance_km((lat, lon), p) <= km);
    leaves(&store, Filter { country: one(&any.country), ..Filter::default() }, |i| i.country == any.country);
    leaves(&store, Filter { kinds: vec![any.kind.clone()], ..Filter::default() }, |i| i.kind == any.kind);
    let with_mode = format!("{}/{}", any.kind, any.mode.clone().unwrap_or_default());
    leaves(&store, Filter { kinds: vec![with_mode], ..Filter::default() }, |i| i.kind == any.kind && i.mode == any.mode);
    leaves(&store, Filter { from: Some(day.clone()), to: Some(day.clone()), ..Filter::default() }, |i| i.first_day.as_ref() == Some(&day));
    leaves(&store, Filter { killed_min: Some(5.0), ..Filter::default() }, |i| i.killed_high.is_some_and(|k| k >= 5.0));
    leaves(&store, Filter { near: Some([lat, lon, 300.0]), ..Filter::default() }, |i| near(i, 300.0));
    let area = [lat - 3.0, lon - 3.0, lat + 3.0, lon + 3.0];
    let inside = |i: &Summary| i.lat.zip(i.lon).is_some_and(|(a, o)| (a - lat).abs() <= 3.0 && (o - lon).abs() <= 3.0);
    leaves(&store, Filter { area: Some(area), ..Filter::default() }, inside);
    let ring = vec![[lat - 3.0, lon - 3.0], [lat - 3.0, lon + 3.0], [lat + 3.0, lon + 3.0], [lat + 3.0, lon - 3.0]];
    leaves(&store, Filter { polygon: ring, ..Filter::default() }, inside);
    leaves(&store, Filter { place: one(&any.place_id), ..Filter::default() }, |i| i.place_id == any.place_id);
    let country = any.country.clone().expect("a country");
    leaves(&store, Filter { place: vec![format!("c:{country}")], ..Filter::default() }, |i| i.country.as_ref() == Some(&country));
    assert_eq!(all(&store, &Filter { outlet: vec!["nobody".to_owned()], ..Filter::default() }), []);
    assert!(!all(&store, &Filter { outlet: vec!["River News".to_owned()], ..Filter::default() }).is_empty());
}

#[test]
fn pages_hold_every_incident_once_in_order() {
    let mut store = world();
    for order in [Order::Changed, Order::Happened, Order::Earliest, Order::Toll, Order::Voices] {
        let whole = store.incidents(&Filter::default(), order, AsOf::Now, None, 1000).expect("a list");
        let mut pages = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = store.incidents(&Filter::default(), order, AsOf::Now, cursor.as_deref(), 7).expect("a page");
            assert_eq!(page.as_of, whole.as_of, "all pages look at one revision");
            pages.extend(page.incidents);
            // What comes in between two pages does not move the rest.
            store.ingest(reports(pages.len() as u64 + 50, 3), &crate::stamp(9)).expect("reports");
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(pages, whole.incidents, "{order:?}");
    }
    let why = store.incidents(&Filter::default(), Order::Changed, AsOf::Now, Some("7b"), 7).expect_err("no cursor").to_string();
    assert!(why.starts_with("expected the cursor"), "{why}");
}
