//! HTML pages: body, title, date, outlet. Why this crate: `docs/decisions/0003-html.md`.

use super::{Input, decode};
use dom_smoothie::{Config, Readability, TextMode};

/// Deeper pages are refused.
const MAX_DEPTH: usize = 1000;
/// Pages of more elements are refused.
const MAX_ELEMENTS: usize = 100_000;

/// Where pages say when they were published, most telling first: selector and attribute.
const DATES: &[(&str, &str)] = &[
    ("meta[property='article:published_time']", "content"),
    ("meta[itemprop='datePublished']", "content"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='publishdate']", "content"),
    ("meta[name='publish-date']", "content"),
    ("meta[name='date']", "content"),
    ("meta[name='DC.date.issued']", "content"),
    ("meta[name='DC.date']", "content"),
    ("[itemprop='datePublished']", "datetime"),
    ("article time[datetime]", "datetime"),
    ("time[datetime]", "datetime"),
];

/// The report of a saved page: the words of its article, without menus, adverts and lists of other stories.
///
/// # Errors
/// If the page is no text or holds no article.
pub fn page(bytes: &[u8]) -> Result<Input, String> {
    let (html, note) = decode(bytes, charset(bytes).as_deref())?;
    let config = Config { text_mode: TextMode::Formatted, char_threshold: 200, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let none =
        |e: &dyn std::fmt::Display| format!("expected a page with an article, found none ({e}); save the article's words as a text file");
    let mut page = Readability::new(html, None, Some(config)).map_err(|e| none(&e))?;
    if let Some(why) = unwieldy(&page) {
        return Err(none(&why));
    }
    let told = DATES.iter().find_map(|(selector, attribute)| {
        let found = page.doc.select_single(selector).attr(attribute)?;
        day(found.trim()).then(|| found.trim().to_owned())
    });
    let article = page.parse().map_err(|e| none(&e))?;
    let published = article.published_time.filter(|d| day(d)).or(told);
    Ok(Input {
        id: String::new(),
        lang: article.lang.filter(|l| !l.is_empty()),
        outlet: article.site_name.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
        published,
        title: Some(article.title.trim().to_owned()).filter(|s| !s.is_empty()),
        text: lines(&article.text_content),
        notes: note.into_iter().collect(),
        ..Input::default()
    })
}

/// Why a page is no page that people read: the search for the article takes time with the square of the depth.
fn unwieldy(page: &Readability) -> Option<String> {
    let mut depth = 0_usize;
    let mut node = page.doc.root();
    loop {
        if depth > MAX_DEPTH {
            return Some(format!("elements nested more than {MAX_DEPTH} deep"));
        }
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            node = node.parent()?;
            depth -= 1;
        }
    }
}

/// Whether a date begins like `2024-08-05`.
fn day(text: &str) -> bool {
    text.get(..10).is_some_and(|d| d.parse::<jiff::civil::Date>().is_ok())
}

/// What the page says of its own encoding in its first bytes.
fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    (!label.is_empty()).then_some(label)
}

/// One paragraph a line, no blanks around it, no empty lines.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn an_article_loses_what_stands_around_it() {
        let input = page(include_bytes!("../../tests/pages/article.html")).expect("an article");
        assert_eq!(input.outlet.as_deref(), Some("صحيفة الضفاف التجريبية"));
        assert_eq!(input.published.as_deref(), Some("2024-03-11T09:20:00+03:00"));
        assert_eq!(input.title.as_deref(), Some("إصابة ثلاثة جنود بقصف قرب كركوك"));
        let body: Vec<&str> = input.text.lines().collect();
        assert!(body.iter().any(|l| l.starts_with("أعلنت قيادة")) && body.iter().any(|l| l.ends_with("قضاء الحويجة.")));
        for junk in ["الرئيسية", "إعلان", "اقرأ أيضا", "حقوق"] {
            assert!(!input.text.contains(junk), "{junk} in {}", input.text);
        }
    }

    #[test]
    fn a_page_of_tables_in_an_old_encoding_is_read() {
        let input = page(include_bytes!("../../tests/pages/table.html")).expect("an article");
        assert!(input.notes.iter().any(|n| n.contains("windows-1256")));
        assert!(input.text.lines().any(|l| l.starts_with("قتل مدنيان") && l.ends_with("ناشطين محليين.")), "{}", input.text);
        // FIXME: the side columns of a page of tables stay in; the engine's zones have to see through them.
        assert!(input.text.contains("الأكثر قراءة"));
    }

    #[test]
    fn a_page_without_any_article_tag_is_read() {
        let input = page(include_bytes!("../../tests/pages/divs.html")).expect("an article");
        assert_eq!(input.published.as_deref(), Some("2023-11-02"));
        assert_eq!(input.text.lines().count(), 4, "{}", input.text);
    }
}
