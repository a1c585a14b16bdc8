//! A made-up world: happenings and reports of them, all drawn from a seed. Towns, outlets and words are invented.

use marsad_model::{Count, Date, Event, Mention, Party, Phrase, Place, Sheet, Source};
use marsad_store::{Incoming, Place as Entry};

/// Numbers that look random and are the same every time (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        b ^ (b >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
}

const KINDS: &[(&str, Option<&str>, &str)] = &[
    ("ASSAULT", Some("aerial"), "bombed"),
    ("ASSAULT", Some("heavy-weapons"), "shelled"),
    ("ASSAULT", Some("drone"), "struck"),
    ("COERCE", Some("arrest"), "arrested"),
    ("PROTEST", Some("demo"), "marched"),
];
const OUTLETS: &[&str] = &["Bank Post", "River News", "Hill Agency", "North Radio", "Plain Daily", "Gate Wire", "Coast Paper", "Oasis TV"];
const NOUNS: &[&str] =
    &["market", "bridge", "barracks", "school", "depot", "mill", "harbour", "orchard", "station", "mosque", "farm", "quarry"];
const ADJECTIVES: &[&str] = &["old", "northern", "crowded", "empty", "walled", "eastern", "burnt", "small", "busy", "remote"];

/// On which days happenings fall.
#[derive(Clone, Copy)]
#[allow(dead_code)]
pub enum Days {
    /// So many days, in any order.
    Any(u64),
    /// So many happenings a day, in order.
    Each(u64),
}

/// Something that happened, drawn from its number.
pub struct Happening {
    pub town: u64,
    pub day: jiff::civil::Date,
    pub kind: usize,
    pub killed: u64,
    pub target: String,
}

impl Happening {
    /// The happening with this number in a world of so many towns. `days` says on which days happenings fall: so many
    /// that come in any order, or one day for so many happenings, in order.
    pub fn new(number: u64, towns: u64, days: Days) -> Self {
        let mut dice = Dice(number.wrapping_mul(7919));
        let start = jiff::civil::date(2023, 1, 1);
        let day = match days {
            Days::Any(days) => dice.below(days),
            Days::Each(happenings) => number / happenings,
        };
        let day = start + jiff::Span::new().days(day as i64);
        let target = format!("{} {}", ADJECTIVES[dice.below(10) as usize], NOUNS[dice.below(12) as usize]);
        Self { town: dice.below(towns), day, kind: dice.below(KINDS.len() as u64) as usize, killed: 1 + dice.below(9), target }
    }
}

/// A text under construction, with the phrases of its claims.
struct Writer {
    text: String,
    events: Vec<Event>,
    mentions: Vec<Mention>,
}

impl Writer {
    fn put(&mut self, words: &str) -> usize {
        let at = self.text.chars().count();
        self.text.push_str(words);
        at
    }

    fn phrase(&mut self, words: &str) -> Phrase {
        Phrase { at: self.put(words), text: words.to_owned(), rule: String::new() }
    }

    /// A sentence about a happening.
    fn tell(&mut self, h: &Happening, killed: u64, dice: &mut Dice) {
        let begin = self.text.len();
        let (kind, mode, verb) = KINDS[h.kind];
        let party = |p: Phrase, code: &str| Party { text: p.text, at: p.at, code: code.to_owned(), ..Party::default() };
        // No four words in a row are those of every report: the texts are no near-duplicates of one another.
        let mut filler = Dice(dice.next());
        let mut word = move || format!(" w{:x}", filler.below(40_000));
        let actor = self.phrase("gunmen");
        self.put(&format!("{} ", word()));
        let trigger = self.phrase(verb);
        self.put(&format!("{} the ", word()));
        self.put(&h.target);
        self.put(" of ");
        let name = format!("Town{}", h.town);
        let place = self.phrase(&name);
        self.put(" on ");
        let day = h.day.to_string();
        let date = self.phrase(&day);
        self.put(&format!(",{} killing ", word()));
        let count = self.phrase(&format!("{killed} people"));
        self.put(&format!("{}, ", word()));
        let source = self.phrase(["officials", "medics", "witnesses"][dice.below(3) as usize]);
        self.put(" said");
        // Words of the happening that every report uses, and words of this report alone.
        let mut own = Dice(h.town ^ h.killed << 20 ^ (h.kind as u64) << 30);
        for n in 0..14 {
            let word = if n % 3 == 0 { dice.below(40_000) } else { own.below(40_000) };
            self.put(&format!(" w{word:x}"));
        }
        self.put(". ");
        let (lat, lon) = point(h.town);
        let known = Place {
            text: place.text.clone(),
            at: place.at,
            name_en: Some(name.clone()),
            country: Some(country(h.town).to_owned()),
            lat: Some(lat),
            lon: Some(lon),
            precision: Some("town".to_owned()),
            place_id: Some(format!("t:{}", h.town)),
            rule: String::new(),
        };
        self.mentions.push(Mention { kind: "place".to_owned(), text: place.text, at: place.at, ..Mention::default() });
        self.events.push(Event {
            id: format!("E{}", self.events.len() + 1),
            trigger,
            kind: kind.to_owned(),
            mode: mode.map(str::to_owned),
            status: "occurred".to_owned(),
            certainty: "stated".to_owned(),
            recipient: vec![party(count.clone(), ":CVL")],
            actor: vec![party(actor, ":UAF")],
            place: Some(known),
            date: Some(Date { text: date.text, at: date.at, start: Some(day.clone()), end: Some(day), rule: String::new() }),
            counts: vec![Count {
                measure: "killed".to_owned(),
                low: Some(killed as f64),
                high: Some(killed as f64),
                text: count.text,
                at: count.at,
                rule: String::new(),
            }],
            attribution: vec![Source { text: source.text, at: source.at, kind: "official".to_owned(), ..Source::default() }],
            sentence: self.text[begin..].trim().to_owned(),
            score: 0.9,
            ..Event::default()
        });
    }
}

fn point(town: u64) -> (f64, f64) {
    let mut dice = Dice(town + 1);
    (12.0 + dice.below(26_000) as f64 / 1000.0, 28.0 + dice.below(34_000) as f64 / 1000.0)
}

fn country(town: u64) -> &'static str {
    ["SY", "IQ", "YE", "LB", "SD", "LY"][(town % 6) as usize]
}

/// A report drawn from its number: one happening first, and some others recalled.
pub fn report(number: u64, about: u64, also: &[u64], towns: u64, days: Days) -> Incoming {
    let mut dice = Dice(number.wrapping_mul(104_729) ^ 0x5eed);
    let lead = Happening::new(about, towns, days);
    let mut writer = Writer { text: String::new(), events: Vec::new(), mentions: Vec::new() };
    writer.tell(&lead, lead.killed + dice.below(2), &mut dice);
    let mut last = lead.day;
    for other in also {
        let other = Happening::new(*other, towns, days);
        last = last.max(other.day);
        writer.put("Earlier ");
        writer.tell(&other, other.killed, &mut dice);
    }
    // Nobody tells of what is still to come.
    let published = format!("{}T{:02}:{:02}:00Z", last, dice.below(24), dice.below(60));
    let incidents = writer.events.iter().map(|e| vec![e.id.clone()]).collect();
    let sheet = Sheet {
        schema: marsad_model::SHEET_SCHEMA.to_owned(),
        id: format!("r{number}"),
        lang: "en".to_owned(),
        outlet: Some(OUTLETS[dice.below(OUTLETS.len() as u64) as usize].to_owned()),
        published: Some(published),
        title: Some(format!("{} in Town{} ({number})", KINDS[lead.kind].2, lead.town)),
        text: writer.text,
        events: writer.events,
        incidents,
        mentions: writer.mentions,
        made_by: "made up".to_owned(),
        ..Sheet::default()
    };
    let places = sheet.events.iter().filter_map(|e| e.place.as_ref()).flat_map(chain).collect();
    Incoming { sheet, own_id: true, places, ..Incoming::default() }
}

/// A town, its province and its country.
fn chain(place: &Place) -> Vec<Entry> {
    let (id, country) = (place.place_id.clone().unwrap_or_default(), place.country.clone().unwrap_or_default());
    let entry = |id: &str, parent: Option<&str>, feature: &str| Entry {
        id: id.to_owned(),
        parent: parent.map(str::to_owned),
        name: id.to_owned(),
        feature: feature.to_owned(),
        country: country.clone(),
    };
    let province = format!("p:{country}");
    let state = format!("c:{country}");
    vec![entry(&id, Some(&province), "town"), entry(&province, Some(&state), "province"), entry(&state, None, "country")]
}

/// So many reports of a small world, in which several tell of one happening.
#[allow(dead_code)]
pub fn reports(seed: u64, number: u64) -> Vec<Incoming> {
    let mut dice = Dice(seed);
    (0..number)
        .map(|n| {
            let about = seed * 1000 + dice.below(number / 3 + 1);
            let also: Vec<u64> = (0..dice.below(3)).map(|_| seed * 1000 + dice.below(number / 3 + 1)).filter(|o| *o != about).collect();
            report(seed * 10_000 + n, about, &also, 6, Days::Any(12))
        })
        .collect()
}
