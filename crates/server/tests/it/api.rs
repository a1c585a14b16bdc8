use crate::Room;
use axum::http::StatusCode;
use serde_json::{Value, json};

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().expect("items").iter().map(|i| i["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn pages_of_a_list_hold_each_line_once_while_the_store_moves() {
    let room = Room::new(60, false);
    let whole = room.json("/api/incidents?limit=500").await;
    let total = whole["total"].as_u64().expect("a total") as usize;
    assert_eq!(ids(&whole).len(), total);
    for sort in ["-happened", "happened", "-changed", "-killed", "-independent"] {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = room.json(&format!("/api/incidents?limit=7&sort={sort}{cursor}")).await;
            all.extend(ids(&page));
            assert_eq!(page["total"].as_u64(), Some(total as u64));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
            let body = json!({"op": "accept", "incident": all[0], "reason": "checked"});
            assert_eq!(room.post("/api/decisions", &body).await.status, StatusCode::CREATED);
        }
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!((once.len(), all.len()), (total, total), "{sort}");
    }
}

#[tokio::test]
async fn map_timeline_and_facets_count_what_the_list_counts() {
    let room = Room::new(60, false);
    for filter in ["", "&type=ASSAULT", "&killed_min=4", "&near=33,43,400", "&source=o:River%20News"] {
        let total = room.json(&format!("/api/incidents?limit=1{filter}")).await["total"].as_u64().expect("a total");
        let map = room.json(&format!("/api/map?bbox=-180,-90,180,90&zoom=3{filter}")).await;
        let sum = |list: &str| map[list].as_array().expect("a list").iter().map(|c| c["count"].as_u64().unwrap_or(1)).sum::<u64>();
        assert_eq!(sum("points") + sum("clusters") + sum("areas") + map["unplaced"].as_u64().expect("a number"), total, "map {filter}");
        let time = room.json(&format!("/api/timeline?bucket=week{filter}")).await;
        let bins: u64 = time["bins"].as_array().expect("bins").iter().map(|b| b["count"].as_u64().expect("a count")).sum();
        assert_eq!(bins + time["undated"].as_u64().expect("a number"), total, "timeline {filter}");
    }
    let facets = room.json("/api/facets").await;
    for row in facets["type"].as_array().expect("rows") {
        let kind = row["value"].as_str().expect("a type");
        assert_eq!(room.json(&format!("/api/incidents?limit=1&type={kind}")).await["total"], row["count"]);
    }
}

#[tokio::test]
async fn an_incident_holds_what_a_page_looks_up() {
    let room = Room::new(30, false);
    let list = room.json("/api/incidents?sort=-independent").await;
    let id = ids(&list)[0].clone();
    let detail = room.json(&format!("/api/incidents/{id}")).await;
    assert_eq!(detail["brief"], list["items"][0]);
    for claim in detail["incident"]["claims"].as_array().expect("claims") {
        let note = &detail["claims"][claim["hash"].as_str().expect("a hash")];
        assert_eq!(note["report"], claim["report"]);
        let report = room.json(&format!("/api/reports/{}", claim["report"].as_str().expect("an id"))).await;
        assert_eq!(report["incident_of"][claim["mention"].as_str().expect("a mention")].as_str(), Some(id.as_str()));
    }
    let history = room.json(&format!("/api/incidents/{id}/history")).await;
    let changes = history["items"].as_array().expect("changes");
    assert!(changes.windows(2).all(|w| w[0]["no"].as_u64() > w[1]["no"].as_u64()));
    // An incident may have had another identifier then: that of the claim that founded it.
    assert!(changes.iter().all(|c| !c["incidents"].as_array().expect("ids").is_empty()));
    let first = changes.last().expect("a first change")["at"].as_str().expect("a time").to_owned();
    assert_eq!(first, detail["brief"]["first_known"]);
    let before = room.get(&format!("/api/incidents/{id}?as_of=r0")).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND);
    assert_eq!(room.json(&format!("/api/incidents/{id}?as_of={first}")).await["brief"]["changed"], first);
}

#[tokio::test]
async fn a_split_is_undone_and_a_stale_decision_is_refused() {
    let room = Room::new(30, false);
    let list = room.json("/api/incidents?limit=100").await;
    let mut several = Value::Null;
    for id in ids(&list) {
        let detail = room.json(&format!("/api/incidents/{id}")).await;
        if detail["incident"]["reports"].as_array().expect("reports").len() > 1 {
            several = detail;
            break;
        }
    }
    let id = several["brief"]["id"].as_str().expect("an incident of several reports").to_owned();
    let claims = several["incident"]["claims"].as_array().expect("claims").clone();
    let last = claims.last().expect("a claim")["hash"].clone();
    let split = json!({"op": "split", "incident": id, "claims": [last], "reason": "two attacks"});
    let seen = format!("\"{}\"", several["brief"]["revision"]);
    let headers = [("content-type", "application/json"), ("if-match", seen.as_str())];
    let done = room.send("POST", "/api/decisions", &headers, &split.to_string()).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&done.body));
    let change = done.json();
    assert_eq!((change["by"]["kind"].as_str(), change["can_undo"].as_bool()), (Some("person"), Some(true)));
    assert_eq!(done.headers["location"], format!("/api/changes/{}", change["no"]).as_str());
    let now = room.json(&format!("/api/incidents/{id}")).await;
    assert_eq!(now["incident"]["claims"].as_array().expect("claims").len(), claims.len() - 1);
    let part = format!("i-{}", last.as_str().expect("a hash"));
    assert_eq!((&now["merged_into"], &now["split_into"]), (&Value::Null, &json!([part])), "an old link leads on to what left");
    assert_eq!(now["others"][&part]["id"], json!(part));
    assert_eq!(room.json("/api/incidents?limit=100").await["total"].as_u64(), list["total"].as_u64().map(|n| n + 1));
    let stale = room.send("POST", "/api/decisions", &headers, &json!({"op": "accept", "incident": id, "reason": "late"}).to_string()).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let undo = room.post("/api/decisions", &json!({"op": "undo", "revision": change["no"], "reason": "one after all"})).await;
    assert_eq!(undo.status, StatusCode::CREATED);
    assert_eq!(undo.json()["undoes"], change["no"]);
    assert_eq!(room.json(&format!("/api/incidents/{id}")).await["incident"]["claims"].as_array().expect("claims").len(), claims.len());
    let whole = room.json(&format!("/api/incidents/{part}")).await;
    assert_eq!((&whole["brief"]["id"], &whole["merged_into"]), (&json!(id), &json!(id)), "the part is no incident any more");
    let log = room.json(&format!("/api/changes/{}", change["no"])).await;
    assert_eq!((log["undone_by"].clone(), log["can_undo"].as_bool()), (undo.json()["no"].clone(), Some(false)));
}

#[tokio::test]
async fn bad_input_is_a_problem_that_says_how_to_mend_it() {
    let room = Room::new(3, false);
    let bad = [
        "/api/incidents?tipe=ASSAULT",
        "/api/incidents?limit=0",
        "/api/incidents?limit=x&limit=y",
        "/api/incidents?from=2026-02-30",
        "/api/incidents?bbox=1,2,3",
        "/api/incidents?bbox=1,2,3,4&near=1,2,3",
        "/api/incidents?near=91,0,5",
        "/api/incidents?polygon=1,2;3,4",
        "/api/incidents?cursor=zz",
        "/api/incidents?as_of=yesterday",
        "/api/map?zoom=3",
        "/api/map?bbox=0,0,1,1&zoom=99",
        "/api/timeline?bucket=hour",
        "/api/suggest",
        "/api/changes?cursor=0",
    ];
    for path in bad {
        let got = room.get(path).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(got.headers["content-type"], "application/problem+json", "{path}");
        let problem = got.json();
        assert_eq!(problem["status"], 400, "{path}");
        assert!(problem["detail"].as_str().expect("a detail").contains("expected"), "{path}: {problem}");
    }
    for path in [
        "/api/nothing",
        "/api/incidents/none",
        "/api/reports/none",
        "/api/sources/none",
        "/api/changes/999",
        "/api/incidents/%00",
        "/api/incidents/i-%F0%9F%98%80",
    ] {
        assert_eq!(room.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(room.send("PUT", "/api/incidents", &[], "").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(room.send("POST", "/api/code", &[("content-type", "text/plain")], "{}").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let long = format!("{{\"text\": \"{}\"}}", "x".repeat(2 << 20));
    assert_eq!(room.send("POST", "/api/code", &[("content-type", "application/json")], &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    for body in [
        json!({}),
        json!({"op": "link"}),
        json!({"op": "accept", "incident": "i-0", "reason": ""}),
        json!({"op": "merge", "incidents": [], "reason": "x"}),
    ] {
        assert!(room.post("/api/decisions", &body).await.status.is_client_error(), "{body}");
    }
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let room = Room::new(6, false);
    let first = room.get("/api/incidents").await;
    let tag = first.headers["etag"].to_str().expect("a tag").to_owned();
    let again = |tag: String| async move { tag };
    let tag = again(tag).await;
    assert_eq!(room.send("GET", "/api/incidents", &[("if-none-match", &tag)], "").await.status, StatusCode::NOT_MODIFIED);
    let id = ids(&first.json())[0].clone();
    let done = room.post("/api/decisions", &json!({"op": "accept", "incident": id, "reason": "checked"})).await;
    assert_eq!(done.status, StatusCode::CREATED);
    assert_eq!(room.send("GET", "/api/incidents", &[("if-none-match", &tag)], "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_other_origin_or_name_gets_in() {
    let room = Room::new(1, false);
    let got = room.send("GET", "/api/about", &[("origin", "https://elsewhere.example")], "").await;
    assert!(!got.headers.contains_key("access-control-allow-origin"));
    let request = axum::http::Request::builder().uri("/api/about").header("host", "elsewhere.example").body(axum::body::Body::empty());
    let got = tower::ServiceExt::oneshot(room.app.clone(), request.expect("a request")).await.expect("an answer");
    assert_eq!(got.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_document_names_every_route_and_resolves() {
    let room = Room::new(0, false);
    let document = room.json("/api/openapi.json").await;
    let text = document.to_string();
    for piece in text.split("\"#/components/schemas/").skip(1) {
        let name = piece.split('"').next().expect("a name");
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
    assert!(document["paths"].as_object().expect("paths").len() > 20);
    let page = room.get("/api/").await;
    let html = String::from_utf8(page.body).expect("text");
    assert!(html.contains("/api/incidents") && !html.contains("http://") && !html.contains("https://") && !html.contains("<script"));
    assert!(room.get("/situation").await.status.is_success());
}

#[tokio::test]
async fn an_empty_store_answers_everywhere() {
    let room = Room::new(0, false);
    for path in [
        "/api/about",
        "/api/incidents",
        "/api/map?bbox=-180,-90,180,90&zoom=1",
        "/api/timeline",
        "/api/facets",
        "/api/reports",
        "/api/sources",
        "/api/review",
        "/api/changes",
        "/api/export?format=csv",
    ] {
        assert_eq!(room.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_pasted_text_is_read_and_not_stored() {
    let room = Room::new(0, false);
    let got = room.post("/api/code", &json!({"text": "x", "published": "2026-04-26"})).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.json()["events"], json!([]));
    assert_eq!(room.json("/api/about").await["reports"], 0);
    assert_eq!(room.post("/api/code", &json!({"text": "x", "published": "soon"})).await.status, StatusCode::BAD_REQUEST);
}
