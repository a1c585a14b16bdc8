//! For each field of each event: what was chosen, by which entry or rule, what spoke for it, and what lost.

use super::heaviest;
use crate::attach;
use crate::code::{Coded, Engine, softmax};
use crate::doc::Doc;
use crate::model::Recorder;
use crate::role;
use crate::scene::Scene;
use crate::state;
use crate::trigger::{self, Candidate, Rivals};
use crate::when;
use marsad_pack::data::Sense;

/// One candidate for a field of an event.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Field of the sheet: `trigger`, `actor`, `recipient`, `place`, `date`, `count`, `attribution`, `status`, `certainty`, `mode`.
    pub field: &'static str,
    /// The words, or the label where the field has no words; empty stands for "none".
    pub words: String,
    /// The entry, rule or construction that proposes it.
    pub rule: String,
    /// Its probability.
    pub chance: f32,
    /// It is in the sheet.
    pub chosen: bool,
    /// The heaviest features for and against it, with their weights.
    pub why: String,
}

/// An event with all candidates for its fields, the chosen ones first, then the likeliest.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Words of the trigger.
    pub words: String,
    /// Type.
    pub kind: String,
    /// Candidates, field by field.
    pub choices: Vec<Choice>,
}

/// Losing candidates that are shown for a field.
const LOSERS: usize = 3;

/// Explains every event of a report.
#[must_use]
pub fn explained(engine: &Engine<'_>, doc: &Doc<'_>) -> Vec<Explained> {
    let found = engine.choose(doc).mentions;
    let triggers: Vec<Candidate> = found.iter().map(|m| m.trigger.clone()).collect();
    (0..found.len()).map(|i| Asker::new(engine, doc, &found, &triggers, i).event()).collect()
}

struct Asker<'d, 'p, 't> {
    engine: &'d Engine<'p>,
    doc: &'d Doc<'t>,
    m: &'d Coded,
    past: &'d [Coded],
    sense: &'d Sense,
    /// Triggers of the sentence.
    here: &'d [Candidate],
    /// Those of the sentences before, too.
    told: &'d [Candidate],
    out: Vec<Choice>,
}

impl<'d, 'p, 't> Asker<'d, 'p, 't> {
    fn new(engine: &'d Engine<'p>, doc: &'d Doc<'t>, found: &'d [Coded], triggers: &'d [Candidate], i: usize) -> Self {
        let m = &found[i];
        let Rivals { here, told } = Rivals::of(doc, triggers, m.trigger.start);
        Self { engine, doc, m, past: &found[..i], sense: &engine.pack.data.senses[m.sense as usize], here, told, out: Vec::new() }
    }

    fn event(mut self) -> Explained {
        self.trigger();
        self.parties();
        self.place();
        self.date();
        self.counts();
        self.sources();
        self.labels();
        let c = &self.m.trigger;
        Explained { words: self.words(c.start, c.end), kind: self.sense.kind.to_string(), choices: self.out }
    }

    fn words(&self, start: u32, end: u32) -> String {
        self.doc.text.raw_span(start as usize, end as usize, 0).of(self.doc.text.raw).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn phrase(&self, phrase: u32) -> String {
        let p = &self.doc.phrases[phrase as usize];
        let span = self.doc.text.raw_span(p.start as usize, p.end as usize, p.pro);
        span.of(self.doc.text.raw).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn why(&self, model: &str, names: &Recorder, label: usize) -> String {
        heaviest(self.engine.models.get(model), &names.0, label)
    }

    /// Keeps the chosen candidates of a field and the likeliest of the others.
    fn keep(&mut self, mut all: Vec<Choice>) {
        all.sort_by(|a, b| b.chosen.cmp(&a.chosen).then(b.chance.total_cmp(&a.chance)).then(a.words.cmp(&b.words)));
        let chosen = all.iter().filter(|c| c.chosen).count();
        all.truncate(chosen + LOSERS);
        self.out.extend(all);
    }

    fn trigger(&mut self) {
        let c = &self.m.trigger;
        let model = self.engine.models.get("trigger");
        let pack = self.engine.pack;
        let all = c.senses.iter().map(|(sense, met)| {
            let mut names = Recorder::default();
            trigger::features(self.doc, c, *sense, *met, &mut names);
            let s = &pack.data.senses[*sense as usize];
            let entry = &pack.data.lemmas[c.lemma as usize].form;
            Choice {
                field: "trigger",
                words: s.kind.to_string(),
                rule: format!("{}:{} {entry}", pack.data.files[s.origin.file as usize], s.origin.line),
                chance: model.yes(|f| trigger::features(self.doc, c, *sense, *met, f)),
                chosen: *sense == self.m.sense,
                why: self.why("trigger", &names, 1),
            }
        });
        let all = all.collect();
        self.keep(all);
    }

    fn parties(&mut self) {
        let (doc, c, s) = (self.doc, &self.m.trigger, self.sense);
        if self.engine.models.get("role").labels.len() < 2 {
            return;
        }
        let scene = Scene::new(doc, c, self.here, self.past);
        let fillers = role::fillers(doc, c, s, &scene);
        let scores = self.engine.role_scores(doc, c, s, &scene, &fillers);
        let actor = fillers.iter().find(|x| self.m.actors.first().is_some_and(|(p, _)| *p == x.phrase));
        let as_actor = softmax(scores.iter().map(|row| row[0]));
        let as_recipient = self.engine.recipient_chances(doc, c, s, &scores, &fillers, actor);
        for (k, field, chosen, chances) in [(0, "actor", &self.m.actors, as_actor), (1, "recipient", &self.m.recipients, as_recipient)] {
            let mut all: Vec<Choice> = Vec::with_capacity(chances.len());
            for (x, chance) in fillers.iter().zip(&chances) {
                let mut names = Recorder::default();
                role::features(doc, c, s, &scene, x, &mut names);
                let frame = if x.frame.is_empty() { String::new() } else { format!(" → {}", x.frame) };
                let rule = format!("role.{} {}{frame}", doc.phrases[x.phrase as usize].shape.name(), x.slot);
                let is = chosen.iter().any(|(p, _)| *p == x.phrase);
                all.push(Choice {
                    field,
                    words: self.phrase(x.phrase),
                    rule,
                    chance: *chance,
                    chosen: is,
                    why: self.why("role", &names, k),
                });
            }
            all.push(none(field, chances[fillers.len()], chosen.is_empty()));
            self.keep(all);
        }
    }

    fn place(&mut self) {
        let (doc, c, s) = (self.doc, &self.m.trigger, self.sense);
        let model = self.engine.models.get("place");
        let mut all: Vec<Choice> = Vec::new();
        for p in attach::places_for(doc, c) {
            let mut names = Recorder::default();
            attach::place_features(doc, c, s, p, self.here, &mut names);
            let phrase = &doc.places[p];
            let point = phrase.point.as_ref().map(|r| &*doc.text.pack.data.places[r.place as usize].name_en);
            all.push(Choice {
                field: "place",
                words: self.words(phrase.start, phrase.end),
                rule: format!("place {} → {}", phrase.prep, point.unwrap_or("no point")),
                chance: model.yes(|f| attach::place_features(doc, c, s, p, self.here, f)),
                chosen: self.m.place == Some(p as u32),
                why: self.why("place", &names, 1),
            });
        }
        if !all.is_empty() {
            let top = all.iter().map(|x| x.chance).fold(0.0, f32::max);
            all.push(none("place", 1.0 - top, self.m.place.is_none()));
        }
        self.keep(all);
    }

    fn date(&mut self) {
        let (doc, c, s) = (self.doc, &self.m.trigger, self.sense);
        let sight = when::Sight { triggers: self.here, past: self.past };
        let times = when::times_for(doc, c, &sight);
        if times.is_empty() {
            return;
        }
        let chances = self.engine.date_chances(doc, c, s, &times, &sight);
        let mut all: Vec<Choice> = Vec::new();
        for (i, chance) in times.iter().zip(&chances) {
            let mut names = Recorder::default();
            when::time_features(doc, c, s, *i, &sight, &mut names);
            let t = &doc.times[*i];
            let chosen = self.m.time == Some(*i as u32);
            let words = self.words(t.start, t.end);
            all.push(Choice { field: "date", words, rule: t.rule.to_string(), chance: *chance, chosen, why: self.why("date", &names, 0) });
        }
        all.push(none("date", chances[times.len()], self.m.time.is_none()));
        self.keep(all);
    }

    fn counts(&mut self) {
        let (doc, c, s) = (self.doc, &self.m.trigger, self.sense);
        let model = self.engine.models.get("count");
        let mut all: Vec<Choice> = Vec::new();
        for q in attach::quantities_for(doc, c) {
            let quantity = &doc.quantities[q];
            for (k, proposal) in quantity.proposals.iter().enumerate() {
                let mut names = Recorder::default();
                attach::count_features(doc, c, s, q, k, self.here, &mut names);
                all.push(Choice {
                    field: "count",
                    words: self.words(quantity.start, quantity.end),
                    rule: format!("number.{} → {} ({})", quantity.written.name(), proposal.measure, proposal.rule),
                    chance: model.yes(|f| attach::count_features(doc, c, s, q, k, self.here, f)),
                    chosen: self.m.counts.iter().any(|(x, measure)| *x == q as u32 && measure == proposal.measure),
                    why: self.why("count", &names, 1),
                });
            }
        }
        self.keep(all);
    }

    fn sources(&mut self) {
        let (doc, c, s) = (self.doc, &self.m.trigger, self.sense);
        let model = self.engine.models.get("source");
        let view = attach::sources_for(doc, c, self.past.last().map(|m| (m.trigger.start, m.sources.clone())));
        let mut all: Vec<Choice> = Vec::new();
        for &i in &view.list {
            let mut names = Recorder::default();
            attach::source_features(doc, c, s, &view, i, self.told, &mut names);
            let source = &doc.sources[i];
            all.push(Choice {
                field: "attribution",
                words: self.words(source.start, source.end),
                rule: format!("source.{} «{}»", source.construct.name(), self.words(source.cue, source.cue + 1)),
                chance: model.yes(|f| attach::source_features(doc, c, s, &view, i, self.told, f)),
                chosen: self.m.sources.contains(&(i as u32)),
                why: self.why("source", &names, 1),
            });
        }
        self.keep(all);
    }

    fn labels(&mut self) {
        let (doc, c, s) = (self.doc, &self.m.trigger, self.sense);
        for (field, chosen) in [("status", &self.m.status), ("certainty", &self.m.certainty), ("mode", &self.m.mode)] {
            let model = self.engine.models.get(field);
            if model.labels.len() < 2 {
                continue;
            }
            let mut names = Recorder::default();
            let chances = if field == "mode" {
                state::mode_features(doc, c, s, &mut names);
                model.probabilities(|f| state::mode_features(doc, c, s, f))
            } else {
                state::features(doc, c, s, self.past, &mut names);
                model.probabilities(|f| state::features(doc, c, s, self.past, f))
            };
            let is = |label: &str| label == *chosen || chosen.is_empty() && label == "none";
            let all = model.labels.iter().enumerate().map(|(k, label)| Choice {
                field,
                words: label.clone(),
                rule: format!("model.{field}"),
                chance: chances[k],
                chosen: is(label),
                why: self.why(field, &names, k),
            });
            let all = all.collect();
            self.keep(all);
        }
    }
}

fn none(field: &'static str, chance: f32, chosen: bool) -> Choice {
    Choice { field, words: String::new(), rule: format!("model.{field}"), chance, chosen, why: String::new() }
}
