//! The last layer: models choose among the candidates of the layers below.

use crate::affiliation::Party;
use crate::attach;
pub use crate::chosen::{Choices, Coded, Tie};
use crate::doc::{Doc, Report};
use crate::lex::Lexer;
use crate::model::{Linear, Models};
use crate::relate::{self, Node};
use crate::role::{self, Filler};
use crate::scene::Scene;
use crate::source::Construct;
use crate::state;
use crate::text::Text;
use crate::trigger::{self, Candidate, Rivals};
use crate::when;
use marsad_model::Sheet;
use marsad_pack::Pack;
use marsad_pack::data::Sense;

/// Probability above which a mention has a second teller, of its own sentence or of an earlier one.
const SECOND_TELLER: f32 = 0.7;
const FAR_TELLER: f32 = 0.85;

/// A report of so many words and signs with less than one event expected in [`SPARSE`] of them is hardly about events:
/// a mention there has to be surer (cutoff `sparse`).
const LONG: f32 = 80.0;
const SPARSE: f32 = 100.0;

/// Codes reports. One per thread; holds the word cache.
pub struct Engine<'p> {
    /// The language pack.
    pub pack: &'p Pack,
    /// Word look-up.
    pub lexer: Lexer<'p>,
    /// Models of the pack, or those that training puts in.
    pub models: Models,
}

impl<'p> Engine<'p> {
    /// An engine with the pack's own models.
    #[must_use]
    pub fn new(pack: &'p Pack) -> Self {
        Self { pack, lexer: Lexer::new(pack), models: Models::of(pack) }
    }

    /// The layers below events.
    #[must_use]
    pub fn read<'a>(&'a self, report: &Report<'a>) -> Doc<'a> {
        Doc::new(self.pack, &self.lexer, report)
    }

    /// Words, readings and tags of a report, and nothing above them.
    #[must_use]
    pub fn words<'a>(&'a self, report: &Report<'a>) -> Text<'a> {
        Text::words(self.pack, &self.lexer, report.text)
    }

    /// Codes one report. Never fails.
    #[must_use]
    pub fn code(&self, report: &Report<'_>) -> Sheet {
        let doc = self.read(report);
        let choices = self.choose(&doc);
        crate::sheet::sheet(&doc, report, &choices)
    }

    /// Probability above which a model's candidate is taken.
    #[must_use]
    pub fn cutoff(&self, model: &str) -> f32 {
        self.models.get("cutoffs").weight(model).map_or(0.5, |w| w[0])
    }

    /// Chooses mentions, roles, attachments, links and groups.
    #[must_use]
    pub fn choose(&self, doc: &Doc<'_>) -> Choices {
        self.choose_from(doc, self.triggers(doc))
    }

    /// The sheet for triggers that were chosen elsewhere (candidate, sense, probability), in order.
    #[must_use]
    pub fn finish(&self, doc: &Doc<'_>, report: &Report<'_>, chosen: Vec<(Candidate, u32, f32)>) -> Sheet {
        crate::sheet::sheet(doc, report, &self.choose_from(doc, chosen))
    }

    fn choose_from(&self, doc: &Doc<'_>, chosen: Vec<(Candidate, u32, f32)>) -> Choices {
        let triggers: Vec<Candidate> = chosen.iter().map(|(c, _, _)| c.clone()).collect();
        let mut mentions: Vec<Coded> = Vec::with_capacity(chosen.len());
        for (c, sense, score) in chosen {
            let next = self.mention(doc, c, sense, score, &triggers, &mentions);
            mentions.push(next);
        }
        self.counts(doc, &mut mentions, &triggers);
        let nodes: Vec<Node<'_>> = mentions.iter().map(|m| node(doc, m)).collect();
        let groups = self.groups(doc, &nodes);
        let ties = self.ties(doc, &nodes);
        Choices { mentions, ties, groups }
    }

    /// The best type of each candidate, where it is probable enough; overlapping candidates yield to the more probable.
    fn triggers(&self, doc: &Doc<'_>) -> Vec<(Candidate, u32, f32)> {
        let model = self.models.get("trigger");
        let cutoff = self.cutoff("trigger");
        let mut found: Vec<(Candidate, u32, f32)> = Vec::new();
        for c in trigger::candidates(doc) {
            let best = trigger::best_sense(doc, &c, model);
            if let Some((sense, p)) = best.filter(|(_, p)| *p >= cutoff) {
                found.push((c, sense, p));
            }
        }
        let mut kept: Vec<(Candidate, u32, f32)> = Vec::new();
        for item in found {
            match kept.last_mut() {
                Some(last) if last.0.end > item.0.start => {
                    if item.2 > last.2 {
                        *last = item;
                    }
                }
                _ => kept.push(item),
            }
        }
        let expected: f32 = kept.iter().map(|(_, _, p)| p).sum();
        let units = doc.text.units.len() as f32;
        if units >= LONG && expected * SPARSE < units {
            let surer = self.cutoff("sparse");
            kept.retain(|(_, _, p)| *p >= surer);
        }
        kept
    }

    fn mention(&self, doc: &Doc<'_>, c: Candidate, sense: u32, score: f32, triggers: &[Candidate], past: &[Coded]) -> Coded {
        let s = &self.pack.data.senses[sense as usize];
        let Rivals { here: triggers, told } = Rivals::of(doc, triggers, c.start);
        let [actors, recipients] = self.parties(doc, &c, s, triggers, past);
        let place = best(attach::places_for(doc, &c), self.models.get("place"), self.cutoff("place"), |m, p| {
            m.yes(|f| attach::place_features(doc, &c, s, p, triggers, f))
        });
        let time = self.date(doc, &c, s, triggers, past);
        let codes = self.codes(doc, &c, s, &actors, &recipients, place);
        let previous = past.last().map(|m| (m.trigger.start, m.sources.clone()));
        let sources = self.sources(doc, &c, s, told, previous);
        let state = |name: &str, usual: &str| {
            let model = self.models.get(name);
            let p = model.probabilities(|f| state::features(doc, &c, s, past, f));
            marked(model, &p, usual, self.cutoff(name))
        };
        let status = state("status", "occurred");
        let certainty = state("certainty", "stated");
        let mode = self.mode(doc, &c, s);
        Coded { trigger: c, sense, score, actors, recipients, codes, place, time, counts: Vec::new(), sources, status, certainty, mode }
    }

    /// What "none" gets beside the candidates of a model, so that it wins where no candidate reaches the cutoff.
    fn lean(&self, name: &str) -> f32 {
        let cutoff = self.cutoff(name).clamp(0.01, 0.99);
        (cutoff / (1.0 - cutoff)).ln()
    }

    /// Probabilities of the time phrases; the last one stands for no time at all.
    pub(crate) fn date_chances(&self, doc: &Doc<'_>, c: &Candidate, s: &Sense, times: &[usize], sight: &when::Sight<'_>) -> Vec<f32> {
        let model = self.models.get("date");
        let none = model.pair(|f| when::none_features(doc, c, s, times, sight, f))[0] + self.lean("date");
        softmax(times.iter().map(|i| model.pair(|f| when::time_features(doc, c, s, *i, sight, f))[0]).chain([none]))
    }

    /// Scores of the fillers as actor and as recipient; the last row stands for nobody.
    pub(crate) fn role_scores(&self, doc: &Doc<'_>, c: &Candidate, s: &Sense, scene: &Scene<'_>, fillers: &[Filler]) -> Vec<[f32; 2]> {
        let model = self.models.get("role");
        let mut scores: Vec<[f32; 2]> = fillers.iter().map(|x| model.pair(|f| role::features(doc, c, s, scene, x, f))).collect();
        let [actor, recipient] = model.pair(|f| role::none_features(doc, c, s, scene, fillers, f));
        scores.push([actor + self.lean("actor"), recipient + self.lean("recipient")]);
        scores
    }

    /// Probabilities of the fillers as recipient beside an actor (nobody: `None`), from their [`Engine::role_scores`].
    pub(crate) fn recipient_chances(
        &self,
        doc: &Doc<'_>,
        c: &Candidate,
        s: &Sense,
        scores: &[[f32; 2]],
        fillers: &[Filler],
        actor: Option<&Filler>,
    ) -> Vec<f32> {
        let model = self.models.get("role");
        let pair = |i: usize| model.pair(|f| role::pair_features(doc, c, s, actor, fillers.get(i), f))[1];
        softmax(scores.iter().enumerate().map(|(i, row)| row[1] + pair(i)))
    }

    /// The time phrase that is the best choice, unless none at all is better.
    fn date(&self, doc: &Doc<'_>, c: &Candidate, s: &Sense, triggers: &[Candidate], past: &[Coded]) -> Option<u32> {
        let model = self.models.get("date");
        let sight = when::Sight { triggers, past };
        let times = when::times_for(doc, c, &sight);
        if model.labels.len() != 1 || times.is_empty() {
            return None;
        }
        let chances = self.date_chances(doc, c, s, &times, &sight);
        // Phrases that name the same days speak for each other.
        let days = |i: usize| doc.times[times[i]].first.zip(doc.times[times[i]].last);
        let mass =
            |i: usize| (0..times.len()).filter(|j| *j == i || days(i).is_some() && days(*j) == days(i)).map(|j| chances[j]).sum::<f32>();
        let best = (0..times.len()).fold(None, |best: Option<(f32, usize)>, i| match best {
            Some((m, j)) if m > mass(i) || m == mass(i) && chances[j] >= chances[i] => best,
            _ => Some((mass(i), i)),
        });
        best.filter(|(m, _)| *m >= chances[times.len()]).map(|(_, i)| times[i] as u32)
    }

    /// Actors and recipients: the best pair of one phrase each (or nobody), then what is joined to them.
    fn parties(&self, doc: &Doc<'_>, c: &Candidate, s: &Sense, triggers: &[Candidate], past: &[Coded]) -> [Vec<(u32, f32)>; 2] {
        if self.models.get("role").labels.len() < 2 {
            return [Vec::new(), Vec::new()];
        }
        let scene = Scene::new(doc, c, triggers, past);
        let fillers = role::fillers(doc, c, s, &scene);
        let scores = self.role_scores(doc, c, s, &scene, &fillers);
        let nobody = fillers.len();
        let actor = softmax(scores.iter().map(|r| r[0]));
        let mut order: Vec<usize> = (0..=nobody).collect();
        order.sort_by(|a, b| actor[*b].total_cmp(&actor[*a]).then(a.cmp(b)));
        let mut best: Option<(f32, usize, usize, Vec<f32>)> = None;
        for &a in order.iter().take(BEAM) {
            // Its best recipient can at most be certain: then no later actor can win either.
            if best.as_ref().is_some_and(|(v, ..)| actor[a].max(1e-9).ln() <= *v) {
                break;
            }
            let recipient = self.recipient_chances(doc, c, s, &scores, &fillers, fillers.get(a));
            let free = |i: usize| i == nobody || a == nobody || !overlaps(doc, fillers[i].phrase, fillers[a].phrase);
            let r = (0..=nobody).filter(|i| free(*i)).fold(nobody, |r, i| if recipient[i] > recipient[r] { i } else { r });
            let value = actor[a].max(1e-9).ln() + recipient[r].max(1e-9).ln();
            if best.as_ref().is_none_or(|(v, ..)| value > *v) {
                best = Some((value, a, r, recipient));
            }
        }
        let Some((_, a, r, recipient)) = best else { return [Vec::new(), Vec::new()] };
        let mut out = [Vec::new(), Vec::new()];
        let mut taken: Vec<u32> = [a, r].iter().filter_map(|i| fillers.get(*i)).map(|x| x.phrase).collect();
        for (k, (name, first, p)) in [("actor", a, &actor), ("recipient", r, &recipient)].into_iter().enumerate() {
            let Some(x) = fillers.get(first) else { continue };
            out[k].push((x.phrase, p[first]));
            self.more(doc, c, s, &scene, name, (first, p), &fillers, &mut taken, &mut out[k]);
            out[k].sort_by_key(|(p, _)| doc.phrases[*p as usize].start);
        }
        out
    }

    /// The codes of the parties, which depend on each other, the type and the place.
    fn codes(
        &self,
        doc: &Doc<'_>,
        c: &Candidate,
        s: &Sense,
        actors: &[(u32, f32)],
        recipients: &[(u32, f32)],
        place: Option<u32>,
    ) -> Vec<(u32, String)> {
        let (a, r) = (actors.first().map(|(p, _)| *p), recipients.first().map(|(p, _)| *p));
        let of = |role, phrase, other| Party { phrase, role, other, place, sense: s };
        let all = actors.iter().map(|(p, _)| of("actor", *p, r)).chain(recipients.iter().map(|(p, _)| of("recipient", *p, a)));
        all.map(|party| (party.phrase, self.affiliation(doc, c, &party))).collect()
    }

    /// Further parties beside the first of a role.
    #[allow(clippy::too_many_arguments)]
    fn more(
        &self,
        doc: &Doc<'_>,
        c: &Candidate,
        s: &Sense,
        scene: &Scene<'_>,
        name: &str,
        (first, chances): (usize, &[f32]),
        fillers: &[Filler],
        taken: &mut Vec<u32>,
        out: &mut Vec<(u32, f32)>,
    ) {
        let model = self.models.get("more");
        let cutoff = self.cutoff("more");
        let mut found: Vec<(u32, f32)> = fillers
            .iter()
            .zip(chances)
            .filter(|(x, _)| role::may_join(doc, &fillers[first], x))
            .map(|(x, p)| {
                let joined = model.yes(|f| role::more_features(doc, c, s, scene, name, &fillers[first], x, f));
                // What is a good choice by itself needs less to join it.
                let lean = MORE * (p.max(1e-4) / chances[first]).ln() + MORE_BIAS;
                let odds = joined / (1.0 - joined).max(1e-6) * lean.exp();
                (x.phrase, odds / (1.0 + odds))
            })
            .filter(|(_, p)| *p >= cutoff)
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (p, score) in found {
            if taken.iter().all(|t| !overlaps(doc, *t, p)) {
                taken.push(p);
                out.push((p, score));
            }
        }
    }

    /// Gives each figure, with its most probable measure, to the mention that most probably has it.
    fn counts(&self, doc: &Doc<'_>, mentions: &mut [Coded], triggers: &[Candidate]) {
        let model = self.models.get("count");
        let cutoff = self.cutoff("count");
        let mut best: Vec<Option<(f32, usize, &'static str)>> = vec![None; doc.quantities.len()];
        for (i, m) in mentions.iter().enumerate() {
            let s = &self.pack.data.senses[m.sense as usize];
            let triggers = Rivals::of(doc, triggers, m.trigger.start).here;
            for q in attach::quantities_for(doc, &m.trigger) {
                for (k, proposal) in doc.quantities[q].proposals.iter().enumerate() {
                    let p = model.yes(|f| attach::count_features(doc, &m.trigger, s, q, k, triggers, f));
                    if p >= cutoff && best[q].is_none_or(|(old, _, _)| p > old) {
                        best[q] = Some((p, i, proposal.measure));
                    }
                }
            }
        }
        for q in 1..best.len() {
            // Killed and injured in one figure go to one mention.
            let same = doc.quantities[q].start == doc.quantities[q - 1].start;
            if let (true, Some((p, i, _)), [one]) = (same, best[q - 1], &doc.quantities[q].proposals[..]) {
                best[q] = Some((p, i, one.measure));
            }
        }
        for (q, found) in best.iter().enumerate() {
            if let Some((_, i, measure)) = found {
                mentions[*i].counts.push((q as u32, (*measure).to_owned()));
            }
        }
    }

    fn sources(&self, doc: &Doc<'_>, c: &Candidate, s: &Sense, triggers: &[Candidate], previous: Option<(u32, Vec<u32>)>) -> Vec<u32> {
        let model = self.models.get("source");
        let cutoff = self.cutoff("source");
        let mut chosen: Vec<(u32, f32)> = Vec::new();
        let view = attach::sources_for(doc, c, previous);
        for &i in &view.list {
            let p = model.yes(|f| attach::source_features(doc, c, s, &view, i, triggers, f));
            if p < cutoff {
                continue;
            }
            let start = doc.sources[i].start;
            match chosen.iter_mut().find(|(j, _)| doc.sources[*j as usize].start == start) {
                Some(old) if old.1 >= p => {}
                Some(old) => *old = (i as u32, p),
                None => chosen.push((i as u32, p)),
            }
        }
        chosen.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        // A known outlet or body named twice is one source.
        let known = |i: u32| doc.who[doc.sources[i as usize].phrase as usize].actor;
        let mut kept: Vec<(u32, f32)> = Vec::new();
        for (i, p) in chosen {
            if known(i).is_none() || kept.iter().all(|(j, _)| known(*j) != known(i)) {
                kept.push((i, p));
            }
        }
        let mut chosen = kept;
        // One teller, unless a second is very likely.
        let mut tellers = 0;
        let here = doc.text.units[c.start as usize].sentence;
        chosen.retain(|(i, p)| {
            let s = &doc.sources[*i as usize];
            if s.construct == Construct::Via {
                return true;
            }
            tellers += 1;
            tellers == 1 || *p >= SECOND_TELLER && (s.sentence == here || *p >= FAR_TELLER)
        });
        // Innermost first: who knows, then who carried it.
        chosen.sort_by_key(|(i, _)| {
            let s = &doc.sources[*i as usize];
            (s.of.is_some(), u32::MAX - s.cue)
        });
        chosen.into_iter().map(|(i, _)| i).collect()
    }

    /// The mode that the word itself has; else that of a weapon or adjective beside it, for types where means decide.
    fn mode(&self, doc: &Doc<'_>, c: &Candidate, s: &Sense) -> String {
        let model = self.models.get("mode");
        if model.labels.len() > 1 {
            let label = model.best(|f| crate::state::mode_features(doc, c, s, f)).map_or("none", |(label, _)| label);
            let modes = marsad_model::vocabulary::modes(&s.kind).unwrap_or_default();
            let named = || crate::state::named_mode(doc, c, modes).filter(|_| &*s.kind != "ASSAULT");
            return if modes.contains(&label) { label.to_owned() } else { named().unwrap_or_default().to_owned() };
        }
        s.mode.to_string()
    }

    /// Incident numbers: each mention joins its most probable earlier twin, or begins a new incident.
    fn groups(&self, doc: &Doc<'_>, nodes: &[Node<'_>]) -> Vec<usize> {
        let model = self.models.get("coref");
        let cutoff = self.cutoff("coref");
        let mut groups: Vec<usize> = Vec::new();
        let mut next = 0;
        for b in 0..nodes.len() {
            let mut best: Option<(usize, f32)> = None;
            for a in b.saturating_sub(COREF_REACH)..b {
                let p = model.yes(|f| relate::coref_features(doc, &nodes[a], &nodes[b], f));
                if p >= cutoff && best.is_none_or(|(_, q)| p > q) {
                    best = Some((a, p));
                }
            }
            groups.push(match best {
                Some((a, _)) => groups[a],
                None => {
                    next += 1;
                    next - 1
                }
            });
        }
        groups
    }

    fn ties(&self, doc: &Doc<'_>, nodes: &[Node<'_>]) -> Vec<Tie> {
        let model = self.models.get("link");
        let cutoff = self.cutoff("link");
        let mut out: Vec<Tie> = Vec::new();
        for (a, b) in pairs(doc, nodes) {
            let p = model.probabilities(|f| relate::link_features(doc, &nodes[a], &nodes[b], nodes, f));
            let kind = marked(model, &p, "none", cutoff);
            if kind == "none" || kind.is_empty() {
                continue;
            }
            let words = relate::link_words(doc, &nodes[a], &nodes[b]);
            let certainty = link_certainty(doc, &nodes[a], &nodes[b]);
            out.push(Tie { from: a, to: b, kind, certainty, words });
        }
        out
    }
}

/// Mentions back that a mention is compared with: more than any report of news holds, and a bound for what is no report.
const COREF_REACH: usize = 80;

/// Ordered pairs of mentions that may be linked: both in one sentence, near each other.
#[must_use]
pub fn pairs(doc: &Doc<'_>, nodes: &[Node<'_>]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for a in 0..nodes.len() {
        for b in 0..nodes.len() {
            let (x, y) = (&nodes[a].trigger, &nodes[b].trigger);
            let same = doc.text.units[x.start as usize].sentence == doc.text.units[y.start as usize].sentence;
            if a != b && same && x.start.abs_diff(y.start) <= 25 {
                out.push((a, b));
            }
        }
    }
    out
}

/// What the words around the pair make of the link.
fn link_certainty(doc: &Doc<'_>, a: &Node<'_>, b: &Node<'_>) -> String {
    let (from, to) = (a.trigger.start.min(b.trigger.start), a.trigger.start.max(b.trigger.start));
    let s = doc.sentence(from);
    let cues: Vec<&str> = (from.saturating_sub(6).max(s.start)..to).flat_map(|u| doc.cues(u)).collect();
    if cues.contains(&"unclear") {
        "unclear".into()
    } else if cues.contains(&"hedge") {
        "suggested".into()
    } else {
        "stated".into()
    }
}

/// A mention as pairs see it.
#[must_use]
pub fn node<'d>(doc: &'d Doc<'_>, m: &'d Coded) -> Node<'d> {
    Node {
        trigger: &m.trigger,
        sense: &doc.text.pack.data.senses[m.sense as usize],
        mode: &m.mode,
        status: &m.status,
        actors: m.actors.iter().map(|(p, _)| *p).collect(),
        recipients: m.recipients.iter().map(|(p, _)| *p).collect(),
        place: m.place,
        time: m.time,
        counts: m
            .counts
            .iter()
            .map(|(q, measure)| {
                let q = &doc.quantities[*q as usize];
                (measure.clone(), q.low, q.high)
            })
            .collect(),
    }
}

/// How much the choice of the first party says of further ones, and where the scale begins.
const MORE: f32 = 0.4;
const MORE_BIAS: f32 = 0.8;

/// Actors that are tried with every recipient.
const BEAM: usize = 3;

fn overlaps(doc: &Doc<'_>, a: u32, b: u32) -> bool {
    let (p, q) = (&doc.phrases[a as usize], &doc.phrases[b as usize]);
    p.start < q.end && q.start < p.end
}

pub(crate) fn softmax(scores: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut out: Vec<f32> = scores.collect();
    let top = out.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = out.iter().map(|v| (v - top).exp()).sum();
    for value in &mut out {
        *value = (*value - top).exp() / sum;
    }
    out
}

/// The most probable candidate above a cutoff.
fn best(candidates: Vec<usize>, model: &Linear, cutoff: f32, p: impl Fn(&Linear, usize) -> f32) -> Option<u32> {
    let scored = candidates.into_iter().map(|c| (c, p(model, c))).filter(|(_, p)| *p >= cutoff);
    scored
        .fold(None, |best: Option<(usize, f32)>, (c, p)| match best {
            Some((_, q)) if q >= p => best,
            _ => Some((c, p)),
        })
        .map(|(c, _)| c as u32)
}

/// The most probable label other than the usual one, if the usual one leaves it enough; else the usual one.
fn marked(model: &Linear, p: &[f32], usual: &str, cutoff: f32) -> String {
    let mut best: Option<(usize, f32)> = None;
    let mut other = 0.0;
    for (i, label) in model.labels.iter().enumerate() {
        if label != usual {
            other += p[i];
            if best.is_none_or(|(_, q)| p[i] > q) {
                best = Some((i, p[i]));
            }
        }
    }
    match best {
        Some((i, _)) if other >= cutoff => model.labels[i].clone(),
        _ => usual.to_owned(),
    }
}
