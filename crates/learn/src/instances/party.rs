//! Parties of a mention as instances: which phrases are right, which are neither right nor wrong, and their codes.

use super::*;

/// Candidates that fit one coded party: index of the candidate, how well.
type Fits = Vec<(usize, f32)>;

/// The candidates that share the coded words, the best of them with 1, the others with less; those that stand elsewhere
/// with the same words only where none does.
fn fits(doc: &Doc<'_>, fillers: &[Filler], party: &marsad_model::Party, bytes: &Bytes) -> Fits {
    let gold = bytes.range(party.at, &party.text);
    let spans: Vec<((u32, u32), &str)> = fillers
        .iter()
        .map(|x| {
            let q = &doc.phrases[x.phrase as usize];
            let s = doc.text.raw_span(q.start as usize, q.end as usize, q.pro);
            ((s.start, s.end), s.of(doc.text.raw))
        })
        .collect();
    let likeness = |s: (u32, u32)| {
        let shared = overlap(gold, s) as f32;
        shared / ((gold.1 - gold.0 + s.1 - s.0) as f32 - shared).max(1.0)
    };
    let touches = |s: (u32, u32)| overlap(gold, s) > 0 && overlap(gold, s) * 2 >= (gold.1 - gold.0).min(s.1 - s.0);
    let mut out: Fits = spans.iter().enumerate().filter(|(_, (s, _))| touches(*s)).map(|(i, (s, _))| (i, likeness(*s))).collect();
    if out.is_empty() {
        let same = spans.iter().enumerate().filter(|(_, (s, words))| same_phrase(gold, &party.text, *s, words));
        out = same.map(|(i, _)| (i, 1.0 / (1.0 + fillers[i].back as f32 + fillers[i].rank as f32 / 100.0))).collect();
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (n, fit) in out.iter_mut().enumerate() {
        fit.1 = if n == 0 { 1.0 } else { 0.25 };
    }
    out
}

/// Whether a candidate has the words of a coded party elsewhere: neither right nor wrong.
fn echoes(doc: &Doc<'_>, filler: &Filler, party: &marsad_model::Party, bytes: &Bytes) -> bool {
    let q = &doc.phrases[filler.phrase as usize];
    let s = doc.text.raw_span(q.start as usize, q.end as usize, q.pro);
    same_phrase(bytes.range(party.at, &party.text), &party.text, (s.start, s.end), s.of(doc.text.raw))
}

/// Teaches actor and recipient, and notes the phrases that were coded.
pub(super) fn parties(lesson: &Lesson<'_, '_>, coded: &mut Coded, out: &mut Instances, reach: &mut Reach) {
    let Lesson { doc, c, sense, event, bytes, triggers, past, .. } = *lesson;
    let scene = Scene::new(doc, c, triggers, past);
    let fillers = role::fillers(doc, c, sense, &scene);
    let mut best: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (column, (field, list)) in [("actor", &event.actor), ("recipient", &event.recipient)].into_iter().enumerate() {
        let all: Vec<Fits> = list.iter().map(|p| fits(doc, &fillers, p, bytes)).collect();
        for f in &all {
            count(reach, field, !f.is_empty());
        }
        best[column] = all.iter().filter_map(|f| f.first()).map(|(i, _)| *i).collect();
        let first = best[0].first().map(|i| &fillers[*i]);
        let share = |i: usize| all.iter().flatten().filter(|(j, _)| *j == i).map(|(_, w)| *w).fold(0.0f32, f32::max);
        let total: f32 = (0..fillers.len()).map(share).sum();
        if list.is_empty() || total > 0.0 {
            let mut option = |filler: Option<&Filler>, weight: f32, opens: bool| {
                let mut f = Recorder::default();
                match filler {
                    Some(x) => role::features(doc, c, sense, &scene, x, &mut f),
                    None => role::none_features(doc, c, sense, &scene, &fillers, &mut f),
                }
                if column == 1 {
                    role::pair_features(doc, c, sense, first, filler, &mut f);
                }
                super::option(out, "role", f, column, weight, opens);
            };
            option(None, if total > 0.0 { 0.0 } else { 1.0 }, true);
            for (i, x) in fillers.iter().enumerate() {
                let weight = share(i);
                if weight > 0.0 || !list.iter().any(|p| echoes(doc, x, p, bytes)) {
                    option(Some(x), weight / total.max(1.0e-6), false);
                }
            }
        }
        further(lesson, &scene, field, &fillers, &all, out);
    }
    coded.actors = best[0].iter().map(|i| (fillers[*i].phrase, 1.0)).collect();
    coded.recipients = best[1].iter().map(|i| (fillers[*i].phrase, 1.0)).collect();
}

/// Teaches country and sector of the coded parties.
pub(super) fn codes(lesson: &Lesson<'_, '_>, coded: &Coded, out: &mut Instances) {
    let Lesson { doc, c, sense, event, .. } = *lesson;
    let first = |list: &[(u32, f32)]| list.first().map(|(p, _)| *p);
    let sides = [
        ("actor", &event.actor, &coded.actors, first(&coded.recipients)),
        ("recipient", &event.recipient, &coded.recipients, first(&coded.actors)),
    ];
    for (role, gold, found, other) in sides {
        // A phrase stands for the coded party of the same place in the list; lists of unequal length are left out.
        if gold.len() != found.len() {
            continue;
        }
        for (g, (phrase, _)) in gold.iter().zip(found) {
            let Some((country, sector)) = g.code.split_once(':') else { continue };
            let party = affiliation::Party { phrase: *phrase, role, other, place: coded.place, sense };
            let mut f = Recorder::default();
            affiliation::sector_features(doc, c, &party, &mut f);
            let label = affiliation::SECTORS.iter().position(|s| *s == sector);
            put(out, "sector", f, label.unwrap_or(0));
            let lands = affiliation::lands(doc, &party);
            if lands.iter().any(|l| &*l.code == country) {
                for (n, land) in lands.iter().enumerate() {
                    let mut f = Recorder::default();
                    affiliation::land_features(doc, &party, land, &mut f);
                    let weight = f32::from(u8::from(&*land.code == country));
                    super::option(out, "land", f, 0, weight, n == 0);
                }
            }
        }
    }
}

/// Teaches which phrases are one more party beside the first.
fn further(lesson: &Lesson<'_, '_>, scene: &Scene<'_>, role: &str, fillers: &[Filler], all: &[Fits], out: &mut Instances) {
    let Lesson { doc, c, sense, .. } = *lesson;
    for (n, own) in all.iter().enumerate() {
        let Some((first, _)) = own.first() else { continue };
        for (i, x) in fillers.iter().enumerate() {
            if i == *first || own.iter().any(|(j, _)| *j == i) || !role::may_join(doc, &fillers[*first], x) {
                continue;
            }
            let others = || all.iter().enumerate().filter(|(m, _)| *m != n);
            let right = others().any(|(_, f)| f.first().is_some_and(|(j, _)| *j == i));
            if right || !others().any(|(_, f)| f.iter().any(|(j, _)| *j == i)) {
                let mut f = Recorder::default();
                role::more_features(doc, c, sense, scene, role, &fillers[*first], x, &mut f);
                put(out, "more", f, usize::from(right));
            }
        }
    }
}
