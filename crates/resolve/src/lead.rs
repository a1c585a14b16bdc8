//! Which happening a report is mainly about.

use crate::digest::Account;
use crate::lexicon;
use crate::place::is_exact;
use crate::sketch::words;
use crate::weights::Weights;
use marsad_model::Sheet;
use std::collections::BTreeSet;

/// After so many code points a mention is half as near the head of the report.
const HALF: f64 = 300.0;
/// Days before publication after which a happening is recalled and not news.
const NEWS: i32 = 4;

/// Weighs every account and marks the heaviest as the lead, and what is recalled from earlier as background.
pub(crate) fn choose(sheet: &Sheet, accounts: &mut [Account]) {
    let weights = Weights::standard();
    let title: Vec<u64> = words(sheet.title.as_deref().unwrap_or_default());
    let title: BTreeSet<u64> = title.into_iter().filter(|w| lexicon::of(*w) > 1.0).collect();
    for account in accounts.iter_mut() {
        let weight: f64 = features(sheet, account, &title).iter().map(|(name, value)| weights.get(name, true) * value).sum();
        account.weight = (weight * 1000.0).round() / 1000.0;
        account.background = is_old(account);
    }
    // Accounts stand in the order of the text: of equals the first leads.
    let lead = accounts.iter().enumerate().max_by(|(i, a), (j, b)| a.weight.total_cmp(&b.weight).then(j.cmp(i)));
    if let Some(n) = lead.map(|(n, _)| n) {
        accounts[n].lead = true;
        accounts[n].background = false;
    }
}

fn is_old(account: &Account) -> bool {
    matches!((account.days, account.published), (Some((_, end)), Some(day)) if end < day - NEWS)
}

fn features(sheet: &Sheet, account: &Account, title: &BTreeSet<u64>) -> Vec<(&'static str, f64)> {
    let first = account.claims.iter().map(|c| c.key.at).min().unwrap_or(0);
    let flag = |name, holds: bool| (name, f64::from(u8::from(holds)));
    vec![
        ("lead.head", 0.5_f64.powf(first as f64 / HALF)),
        ("lead.title", title_share(sheet, account, title)),
        ("lead.mentions", (account.claims.len() as f64).ln()),
        flag("lead.toll", account.counts.iter().any(|(m, _)| m == "killed" || m == "injured")),
        flag("lead.exact", account.place.as_ref().is_some_and(is_exact)),
        flag("lead.force", account.claims.iter().any(|c| c.kind == "ASSAULT")),
        flag("lead.happened", !account.family.ends_with('?')),
        flag("lead.old", is_old(account)),
        ("lead.score", account.claims.iter().map(|c| f64::from(c.score)).fold(0.0, f64::max)),
    ]
}

/// Share of the headline's weight that stands in the account's best sentence.
fn title_share(sheet: &Sheet, account: &Account, title: &BTreeSet<u64>) -> f64 {
    let weigh = |set: &BTreeSet<u64>| set.iter().map(|w| f64::from(lexicon::of(*w))).sum::<f64>();
    let all = weigh(title);
    if all == 0.0 {
        return 0.0;
    }
    let ids: BTreeSet<&str> = account.claims.iter().map(|c| c.key.mention.as_str()).collect();
    let own = sheet.events.iter().filter(|e| ids.contains(e.id.as_str()));
    let share = own.map(|e| weigh(&words(&e.sentence).into_iter().filter(|w| title.contains(w)).collect()) / all);
    share.fold(0.0, f64::max)
}
