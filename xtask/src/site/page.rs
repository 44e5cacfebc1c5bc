//! The pages of the routes, made of the shell.

use anyhow::{Context, Result, bail};

use super::glossary;
use crate::labs::Lab;

/// A route of the app, as a folder of the site; each has a page of its own, so that any static file server answers a
/// deep link.
pub(super) struct Route {
    pub(super) folder: String,
    pub(super) title: String,
    /// What the page shows as its heading until the app has come.
    pub(super) heading: String,
    pub(super) description: String,
    /// What the page shows below that until the app has come, as HTML: the labs that it leads to, or all of it.
    below: String,
}

/// The page that is no lab, as `src/locales/en/app.ftl` words it: folder, title and description. What it lists is not
/// computed, so it can be read before the app has come, and without it.
const GLOSSARY: (&str, &str, &str) = (
    "glossary/",
    "Glossary",
    "The words on these pages, and what they mean.",
);

/// The start page, the page of each lab, and the glossary.
pub(super) fn routes(labs: &[Lab], terms: &str, shell: &str) -> Result<Vec<Route>> {
    let cards: String = labs.iter().map(card).collect();
    let start = Route {
        folder: String::new(),
        title: between(shell, TITLE)?.to_owned(),
        heading: between(shell, HEADING)?.to_owned(),
        description: between(shell, DESCRIPTION)?.to_owned(),
        below: format!("{}{cards}{}", LABS.0, LABS.1),
    };
    let labs = labs.iter().map(|lab| Route {
        folder: lab.route(),
        title: format!("{} · {}", lab.title(), start.title),
        heading: lab.title().to_owned(),
        description: lab.question().to_owned(),
        below: String::new(),
    });
    let labs: Vec<Route> = labs.collect();
    let (folder, title, description) = GLOSSARY;
    let glossary = Route {
        folder: folder.to_owned(),
        title: format!("{title} · {}", start.title),
        heading: title.to_owned(),
        description: description.to_owned(),
        below: glossary::sections(terms)?,
    };
    let start = std::iter::once(start);
    Ok(start.chain(labs).chain([glossary]).collect())
}

/// What stands around a page's title.
const TITLE: (&str, &str) = ("<title>", "</title>");

/// What stands around the sentence that search engines show.
const DESCRIPTION: (&str, &str) = ("<meta name=\"description\" content=\"", "\">");

/// What stands around what is painted before the app has come, so that a reader sees at once where they are.
const HEADING: (&str, &str) = ("<h1>", "</h1>");
const QUESTION: (&str, &str) = ("<p id=\"question\">", "</p>");

/// What says that there is more to come.
const WAITS: (&str, &str) = ("<p class=\"empty\" id=\"loading\" role=\"status\">", "</p>");

/// What stands around all of it.
const PLACE: &str = "<div class=\"lab\">";

/// Where the start page names the labs: what somebody reads who waits for the app, or has no WebAssembly.
const LABS: (&str, &str) = ("<ul class=\"cards\" id=\"labs\">", "</ul>");

/// A lab's title and question, as the app's start page has them.
fn card(lab: &Lab) -> String {
    format!(
        "<li class=\"card\"><a href=\"{}\">{}</a><p>{}</p></li>",
        escape(&lab.route()),
        escape(lab.title()),
        escape(lab.question())
    )
}

/// The text of `page` that stands between these two.
fn between<'a>(page: &'a str, (before, after): (&str, &str)) -> Result<&'a str> {
    let text = page
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after));
    let (text, _) = text.with_context(|| format!("a page has to have {before}…{after}"))?;
    Ok(text)
}

/// The page of a route: the shell, told how far below the site's root it lies.
pub(super) fn page(shell: &str, route: &Route, policy: &str) -> Result<String> {
    let shell = with_text(shell, TITLE, &route.title)?;
    let shell = with_text(&shell, DESCRIPTION, &route.description)?;
    let shell = with_text(&shell, HEADING, &route.heading)?;
    let shell = if route.folder.is_empty() {
        shell
    } else {
        with_text(&shell, QUESTION, &route.description)?
    };
    let labs = format!("{}{}{}", LABS.0, between(&shell, LABS)?, LABS.1);
    let shell = shell.replacen(&labs, &route.below, 1);
    let shell = if route.folder == GLOSSARY.0 {
        let waits = format!("{}{}{}", WAITS.0, between(&shell, WAITS)?, WAITS.1);
        shell
            .replacen(&waits, "", 1)
            .replacen(PLACE, &PLACE.replace("lab", "lab glossary"), 1)
    } else {
        shell
    };
    let up = match route.folder.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    };
    with_policy(&with_base(&shell, &up)?, policy)
}

/// `page` with another text between these two.
fn with_text(page: &str, around: (&str, &str), text: &str) -> Result<String> {
    let old = format!("{}{}{}", around.0, between(page, around)?, around.1);
    let new = format!("{}{}{}", around.0, escape(text), around.1);
    Ok(page.replacen(&old, &new, 1))
}

pub(super) fn with_base(page: &str, href: &str) -> Result<String> {
    const BASE: &str = "<base href=\"./\">";
    if page.matches(BASE).count() != 1 {
        bail!("a page has to have {BASE} once");
    }
    Ok(page.replace(BASE, &format!("<base href=\"{}\">", escape(href))))
}

/// Puts the policy first into the head, because it holds for what follows it only.
pub(super) fn with_policy(page: &str, policy: &str) -> Result<String> {
    const HEAD: &str = "<head>";
    const CHARSET: &str = "<meta charset=\"utf-8\">";
    /// How far browsers look for the encoding.
    const LOOKED_THROUGH_BYTES: usize = 1024;
    if page.matches(HEAD).count() != 1 {
        bail!("a page has to have {HEAD} once");
    }
    let meta = format!(
        "{HEAD}\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        escape(policy)
    );
    let page = page.replace(HEAD, &meta);
    if page
        .find(CHARSET)
        .is_some_and(|at| at + CHARSET.len() > LOOKED_THROUGH_BYTES)
    {
        bail!("the policy has become so long that browsers do not find {CHARSET} behind it");
    }
    Ok(page)
}

/// Has these files fetched at once, as the app will fetch them later.
pub(super) fn with_preloads(page: &str, files: &[String]) -> Result<String> {
    const END: &str = "</head>";
    if page.matches(END).count() != 1 {
        bail!("a page has to have {END} once");
    }
    let links = files.iter().map(|file| {
        format!("<link rel=\"preload\" href=\"{file}\" as=\"fetch\" crossorigin=\"anonymous\">\n  ")
    });
    Ok(page.replace(END, &format!("{}{END}", links.collect::<String>())))
}

pub(super) fn escape(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glossarys_page_is_worded_as_the_app_words_it() {
        let catalogue = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/locales/en/app.ftl");
        let texts = std::fs::read_to_string(catalogue).expect("readable");
        let (_, title, description) = GLOSSARY;
        for line in [
            format!("glossary = {title}"),
            format!("glossary-what = {description}"),
        ] {
            assert!(texts.lines().any(|text| text == line), "{line}");
        }
    }

    #[test]
    fn the_policy_stands_first_in_the_head() {
        let page =
            with_policy("<html><head><title>x</title></head></html>", "a 'b'").expect("a page");
        assert_eq!(
            page,
            "<html><head>\n    <meta http-equiv=\"Content-Security-Policy\" content=\"a 'b'\"><title>x</title></head></html>"
        );
    }
}
