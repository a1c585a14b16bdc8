//! The commands of the store, as a user meets them.

use crate::{WORDS, err, file, folder, line, marsad, out};

/// A folder with a store of two reports of one happening and one of another; the path of the database.
fn stored(name: &str) -> String {
    let folder = folder(name);
    let second = WORDS.replace("خمسة", "سبعة");
    let other = "قصفت طائرة حربية مدينة تدمر في ريف حمص أمس الأحد. وقتل مدنيان، بحسب مصدر طبي.";
    let lines = [line("r1", WORDS), line("r2", &second), line("r3", other)].concat();
    let reports = file(&folder, "reports.jsonl", lines.as_bytes());
    let db = folder.join("marsad.db").to_str().expect("UTF-8").to_owned();
    let output = marsad(&["ingest", &reports, "--db", &db]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("3 reports: 3 new, 0 new versions, 0 known before, 0 refused"), "{}", err(&output));
    db
}

/// Identifiers of the incidents of Sarmin, of the first reports.
fn sarmin(db: &str) -> Vec<String> {
    let list = out(&marsad(&["incidents", "--db", db, "--type", "ASSAULT", "--words", "Sarmin"]));
    list.lines().filter_map(|l| l.split(' ').next().filter(|w| w.starts_with("i-"))).map(str::to_owned).collect()
}

#[test]
fn taking_in_again_changes_nothing() {
    let db = stored("store-again");
    let reports = db.replace("marsad.db", "reports.jsonl");
    let output = marsad(&["ingest", &reports, "--db", &db]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("0 new, 0 new versions, 3 known before"), "{}", err(&output));
    assert!(err(&output).contains("r3"), "no revision is written about known reports: {}", err(&output));
}

#[test]
fn what_cannot_be_read_is_refused_and_named() {
    let folder = folder("store-refused");
    let reports = file(&folder, "reports.jsonl", [line("r1", WORDS), "{\"id\": 1}\n".to_owned()].concat().as_bytes());
    let db = folder.join("marsad.db");
    let output = marsad(&["ingest", &reports, "--db", db.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("reports.jsonl:2: expected a field `text`"), "{}", err(&output));
    assert!(err(&output).contains("1 new, 0 new versions, 0 known before, 1 refused"), "{}", err(&output));
}

#[test]
fn an_incident_is_shown_with_who_says_what() {
    let db = stored("store-show");
    let ids = sarmin(&db);
    assert_eq!(ids.len(), 1, "{}", out(&marsad(&["incidents", "--db", &db])));
    let page = out(&marsad(&["show", &ids[0], "--db", &db, "--history"]));
    for words in ["Sarmin, SY", "reports: 2", "independent voices", "repeats r1", "History"] {
        assert!(page.contains(words), "no `{words}` in\n{page}");
    }
    let then = out(&marsad(&["show", &ids[0], "--db", &db, "--as-of", "r1"]));
    assert!(then.contains("reports: 1") && then.contains("something has changed since"), "{then}");
    let arabic = out(&marsad(&["show", &ids[0], "--db", &db, "--ui", "ar", "--history"]));
    assert!(arabic.contains("ما يقال") && arabic.contains("اعتداء"), "{arabic}");
    let json: serde_json::Value = serde_json::from_str(&out(&marsad(&["show", &ids[0], "--db", &db, "--json"]))).expect("JSON");
    assert_eq!(json["incident"]["reports"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_decision_is_shown_logged_and_undone() {
    let db = stored("store-decide");
    let id = &sarmin(&db)[0];
    let set = marsad(&["set", id, "killed", "6..8", "--by", "Rim", "-r", "hospital list", "--db", &db]);
    assert_eq!(set.status.code(), Some(0), "{}", err(&set));
    assert!(out(&set).contains("6 to 8"), "{}", out(&set));
    let log = out(&marsad(&["log", "--decisions", "--db", &db]));
    assert!(log.contains("r4") && log.contains("Rim: hospital list"), "{log}");
    let undo = marsad(&["undo", "r4", "--by", "Rim", "-r", "list was of another day", "--db", &db]);
    assert_eq!(undo.status.code(), Some(0), "{}", err(&undo));
    assert!(!out(&undo).contains("6 to 8"), "{}", out(&undo));
    let again = marsad(&["undo", "4", "--by", "Rim", "-r", "again", "--db", &db]);
    assert!(err(&again).contains("was undone before"), "{}", err(&again));
    let wrong = marsad(&["set", id, "killed", "many", "--by", "Rim", "-r", "x", "--db", &db]);
    assert!(err(&wrong).contains("expected a figure such as 5, 5..7 or 5.."), "{}", err(&wrong));
}

#[test]
fn a_store_says_that_it_is_sound() {
    let db = stored("store-verify");
    let output = marsad(&["verify", "--db", &db, "--rebuild"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    assert!(out(&output).contains("the same bytes") && out(&output).contains("all is well"), "{}", out(&output));
    let head = out(&output).lines().last().and_then(|l| l.rsplit(' ').next()).expect("a hash").to_owned();
    assert_eq!(marsad(&["verify", "--db", &db, "--head", &head]).status.code(), Some(0));
    assert_eq!(marsad(&["verify", "--db", &db, "--head", &"0".repeat(64)]).status.code(), Some(1));
}

#[test]
fn reading_anew_keeps_what_people_decided() {
    let db = stored("store-recode");
    let id = &sarmin(&db)[0];
    marsad(&["accept", id, "--by", "Rim", "-r", "seen the pictures", "--db", &db]);
    let output = marsad(&["recode", "--db", &db]);
    assert!(err(&output).contains("3 reports read anew, 0 changed"), "{}", err(&output));
    assert!(out(&marsad(&["show", id, "--db", &db])).contains("accepted"));
}

#[test]
fn an_archive_can_be_replayed() {
    let folder = folder("store-replay");
    let lines = ["2024-03-12", "2024-03-11"].map(|day| {
        format!(
            "{}\n",
            serde_json::json!({"id": day, "lang": "ar", "published": format!("{day}T09:00:00Z"), "text": format!("{WORDS} {day}")})
        )
    });
    let reports = file(&folder, "reports.jsonl", lines.concat().as_bytes());
    let db = folder.join("marsad.db").to_str().expect("UTF-8").to_owned();
    assert_eq!(marsad(&["ingest", &reports, "--db", &db, "--replay"]).status.code(), Some(0));
    let log = out(&marsad(&["log", "--since", "0", "--db", &db]));
    assert!(log.contains("r1      2024-03-11 09:00Z") && log.contains("r2      2024-03-12 09:00Z"), "{log}");
}

#[test]
fn a_store_that_is_not_there_is_not_made_by_looking() {
    let db = folder("store-none").join("none.db");
    for command in [&["incidents"][..], &["log"], &["verify"], &["show", "i-00"], &["recode"]] {
        let output = marsad(&[command, &["--db", db.to_str().expect("UTF-8")]].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("found no such file"), "{}", err(&output));
    }
    assert!(!db.exists());
}
