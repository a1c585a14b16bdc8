use crate::Room;
use axum::http::StatusCode;
use marsad_server::{Role, clock};
use serde_json::json;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn who_has_no_role_gets_nothing_and_each_role_its_part() {
    let room = Room::new(3, true);
    assert_eq!(room.get("/api/incidents").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(room.get("/api/changes/stream").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(room.get("/api/session").await.json(), json!({"user": null, "required": true, "role": "reader"}));
    let mut bearer = Vec::new();
    for role in [Role::Reader, Role::Analyst, Role::Admin] {
        let token = room.state.users.add_token(role.word(), role, None, clock()).expect("a token");
        bearer.push(format!("Bearer {}", token.secret.expect("a secret")));
    }
    let id = room.send("GET", "/api/incidents", &[("authorization", &bearer[0])], "").await.json()["items"][0]["id"].clone();
    let body = json!({"op": "accept", "incident": id, "reason": "checked"}).to_string();
    let expected = [
        (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
        (StatusCode::CREATED, StatusCode::FORBIDDEN),
        (StatusCode::CREATED, StatusCode::OK),
    ];
    for (token, (decides, administers)) in bearer.iter().zip(expected) {
        let auth = ("authorization", token.as_str());
        assert_eq!(room.send("POST", "/api/decisions", &[auth, JSON], &body).await.status, decides);
        assert_eq!(room.send("GET", "/api/users", &[auth], "").await.status, administers);
    }
}

#[tokio::test]
async fn a_user_signs_in_and_out() {
    let room = Room::new(1, true);
    room.state.users.add("nadia", Role::Admin, "correct horse battery", clock()).expect("a user");
    let wrong = room.send("POST", "/api/session", &[JSON], &json!({"name": "nadia", "password": "wrong horse"}).to_string()).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let right =
        room.send("POST", "/api/session", &[JSON], &json!({"name": "nadia", "password": "correct horse battery"}).to_string()).await;
    assert_eq!(right.status, StatusCode::NO_CONTENT);
    let cookie = right.headers["set-cookie"].to_str().expect("a cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let cookie = cookie.split(';').next().expect("a value").to_owned();
    let auth = ("cookie", cookie.as_str());
    assert_eq!(room.send("GET", "/api/session", &[auth], "").await.json()["user"]["name"], "nadia");
    assert_eq!(room.send("DELETE", "/api/users/nadia", &[auth], "").await.status, StatusCode::CONFLICT, "the last admin stays");
    let new = json!({"name": "karim", "role": "analyst", "password": "another long one"}).to_string();
    assert_eq!(room.send("POST", "/api/users", &[auth, JSON], &new).await.status, StatusCode::CREATED);
    assert_eq!(room.send("POST", "/api/users", &[auth, JSON], &new).await.status, StatusCode::CONFLICT);
    assert_eq!(room.send("DELETE", "/api/users/karim", &[auth], "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(room.send("DELETE", "/api/session", &[auth], "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(room.send("GET", "/api/incidents", &[auth], "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_is_revoked_and_expires() {
    let room = Room::new(1, true);
    let users = &room.state.users;
    let token = users.add_token("export", Role::Reader, None, clock()).expect("a token");
    let old = users.add_token("old", Role::Reader, Some("2020-01-01T00:00:00Z".parse().expect("a time")), clock()).expect("a token");
    let ask = |secret: String| {
        let room = &room;
        async move { room.send("GET", "/api/about", &[("authorization", &format!("Bearer {secret}"))], "").await.status }
    };
    let secret = token.secret.clone().expect("a secret");
    assert_eq!(ask(secret.clone()).await, StatusCode::OK);
    assert_eq!(ask(old.secret.expect("a secret")).await, StatusCode::UNAUTHORIZED);
    users.remove_token(&token.id).expect("a token to revoke");
    assert_eq!(ask(secret).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn whoever_guesses_has_to_wait() {
    let room = Room::new(0, true);
    let body = json!({"name": "nobody", "password": "x"}).to_string();
    let mut last = StatusCode::OK;
    for _ in 0..11 {
        last = room.send("POST", "/api/session", &[JSON], &body).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
