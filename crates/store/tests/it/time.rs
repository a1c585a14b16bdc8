//! What was known when.

use crate::world::{Days, report};
use crate::{ids, stamp, store};
use marsad_store::{AsOf, Filter, Order, Outcome, Store};

/// Three reports of one happening, an hour apart.
fn story() -> Store {
    let mut store = Store::in_memory().expect("a store");
    for n in 0..3 {
        store.ingest(vec![report(n, 5, &[], 6, Days::Any(12))], &stamp(n as i64 * 60)).expect("a report is stored");
    }
    store
}

#[test]
fn the_past_stays_as_it_was() {
    let store = story();
    assert_eq!(ids(&store).len(), 1, "the three tell of one happening");
    let id = &ids(&store)[0];
    for (minute, reports) in [(0, 1), (59, 1), (60, 2), (119, 2), (120, 3), (9999, 3)] {
        let page = store.incident(id, AsOf::Time(stamp(minute).at)).expect("an incident");
        assert_eq!((minute, page.incident.reports.len()), (minute, reports));
        assert_eq!(page.superseded, reports < 3);
    }
    assert!(store.incident(id, AsOf::Time(stamp(-1).at)).is_err(), "nothing was known before the first report");
    let then = store.incidents(&Filter::default(), Order::Changed, AsOf::Revision(2), None, 10).expect("a list");
    assert_eq!((then.incidents.len(), then.incidents[0].reports), (1, 2));
}

#[test]
fn the_history_names_what_changed_an_incident() {
    let store = story();
    let steps = store.history(&ids(&store)[0], AsOf::Now).expect("a history");
    let reports: Vec<Vec<String>> = steps.iter().map(|s| s.reports.clone()).collect();
    assert_eq!(reports, [["r0"], ["r1"], ["r2"]]);
    assert_eq!(steps.iter().map(|s| s.summary.as_ref().map(|s| s.reports)).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
}

#[test]
fn any_claim_of_an_incident_and_any_beginning_names_it() {
    let store = story();
    let id = &ids(&store)[0];
    let page = store.incident(id, AsOf::Now).expect("an incident").incident;
    for claim in &page.claims {
        assert_eq!(store.incident(&format!("i-{}", claim.hash), AsOf::Now).expect("an alias").incident.id, *id);
    }
    assert_eq!(store.incident(&id[..8], AsOf::Now).expect("a beginning").incident.id, *id);
    for wrong in ["", "i-", "i-zz", "i-00000000000000001"] {
        let why = store.incident(wrong, AsOf::Now).expect_err("no incident").to_string();
        assert!(why.starts_with("expected an incident, found none"), "{why}");
    }
}

#[test]
fn a_changed_article_is_a_version_and_both_stay() {
    let mut store = store(vec![report(1, 5, &[], 6, Days::Any(12))]);
    let mut changed = report(1, 5, &[], 6, Days::Any(12));
    changed.sheet.text.push_str("The figure was corrected.");
    let outcome = store.ingest(vec![changed], &stamp(5)).expect("a version");
    assert_eq!(outcome, [Outcome::Added { id: "r1~2".to_owned(), version_of: Some("r1".to_owned()), revision: 2 }]);
    let page = store.report("r1", AsOf::Now).expect("the first version");
    assert_eq!(page.versions.iter().map(|v| v.id.as_str()).collect::<Vec<_>>(), ["r1", "r1~2"]);
    assert!(store.report("r1~2", AsOf::Now).expect("the second").sheet.text.ends_with("corrected."));
    assert_eq!(ids(&store).len(), 1, "both versions tell of one happening");
}

#[test]
fn one_identifier_of_two_outlets_is_two_reports() {
    let mut other = report(1, 5, &[], 6, Days::Any(12));
    other.sheet.outlet = Some("Other".to_owned());
    other.sheet.text.push_str("More.");
    let mut store = store(vec![report(1, 5, &[], 6, Days::Any(12))]);
    let outcome = store.ingest(vec![other], &stamp(5)).expect("a report");
    assert!(matches!(&outcome[0], Outcome::Added { id, version_of: None, .. } if id == "r1@Other"), "{outcome:?}");
}

#[test]
fn a_clock_set_back_does_not_turn_knowledge_round() {
    let mut store = store(vec![report(1, 5, &[], 6, Days::Any(12))]);
    store.ingest(vec![report(2, 5, &[], 6, Days::Any(12))], &stamp(-500)).expect("a report");
    let log = store.log(0, 10).expect("the log");
    assert_eq!(log[0].at, log[1].at);
}
