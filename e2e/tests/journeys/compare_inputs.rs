//! What is given to the Compare lab: links that cannot be read, names and numbers of candidates, modules of any kind.

use anyhow::{Result, ensure};
use e2e::compare_lab::{compare, finding, lab, open_lab, own_code};
use e2e::{Browser, Options, untimed_journey};

/// `same(f64) -> f64` and `minus() -> i32`, which gives −1; their types are of the form 0x50.
const MODULE: [u8; 60] = [
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version 1
    0x01, 0x0e, 0x02, 0x50, 0x00, 0x60, 0x01, 0x7c, 0x01, 0x7c, // types: f64 to f64,
    0x50, 0x00, 0x60, 0x00, 0x01, 0x7f, //                nothing to i32
    0x03, 0x03, 0x02, 0x00, 0x01, // functions
    0x07, 0x10, 0x02, 0x04, 0x73, 0x61, 0x6d, 0x65, 0x00, 0x00, // exports: same,
    0x05, 0x6d, 0x69, 0x6e, 0x75, 0x73, 0x00, 0x01, // minus
    0x0a, 0x0b, 0x02, 0x04, 0x00, 0x20, 0x00, 0x0b, // code: its parameter,
    0x04, 0x00, 0x41, 0x7f, 0x0b, //                       minus one
];

/// Gives the module as a file of no type and without an ending.
async fn give_module(page: &Browser) -> Result<()> {
    page.wait_for("#module").await?;
    page.js_with::<()>(
        "const given = new DataTransfer();
         given.items.add(new File([new Uint8Array(args[0])], 'module'));
         const input = document.querySelector('#module');
         input.files = given.files;
         input.dispatchEvent(new Event('change', { bubbles: true }));",
        vec![serde_json::json!(&MODULE[..])],
    )
    .await?;
    page.wait_for("#arguments-1").await
}

/// Opens the lab at an address, anew even if only what stands behind the `#` differs.
async fn open_anew(page: &Browser, address: &str) -> Result<()> {
    page.goto(address).await?;
    page.reload().await?;
    page.wait_for("#compare").await
}

#[tokio::test]
async fn what_of_a_link_cannot_be_used_is_said_and_nothing_runs() {
    untimed_journey(Options::chromium(), async |page| {
        let site = open_lab(page, "#code=%7B%22set_up%22%3A%22ret").await?;
        page.wait_for("#use-first").await?;
        let text = finding(page).await?;
        ensure!(
            text.contains("code in this link cannot be read")
                && text.contains("nothing is compared"),
            "{text}"
        );
        ensure!(
            !page.is_enabled("#compare").await?,
            "there is no code to run"
        );
        ensure!(
            page.count("#snippet-1").await? == 0,
            "no other code is shown"
        );
        page.click("#use-first").await?;
        page.wait_for("#name-3").await?;
        ensure!(page.is_enabled("#compare").await?);
        ensure!(finding(page).await?.starts_with("Press Compare"));

        open_anew(page, &lab(&site, "?what=own%25")).await?;
        page.wait_for("#what-error").await?;
        let error = page.text("#what-error").await?;
        ensure!(error.contains("own%"), "{error}");
        ensure!(!page.is_enabled("#compare").await?);

        let nine: Vec<(String, &str)> = (0..9).map(|at| (at.to_string(), "return 1;")).collect();
        let nine: Vec<(&str, &str)> = nine.iter().map(|(name, body)| (&**name, *body)).collect();
        for count in [0, 1, 9] {
            open_anew(page, &lab(&site, &own_code("", &nine[..count], "1", 1))).await?;
            page.wait_for("[data-testid=own-wrong]").await?;
            let error = page.text("[data-testid=own-wrong]").await?;
            ensure!(error.contains(&format!("{count} candidates")), "{error}");
            ensure!(!page.is_enabled("#compare").await?);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn names_are_judged_at_their_fields_before_a_run() {
    untimed_journey(Options::chromium(), async |page| {
        let long = "x".repeat(61);
        let snippets = [
            ("b", "return 1;"),
            ("b", "return 1;"),
            (&*long, "return 1;"),
        ];
        let _site = open_lab(page, &own_code("", &snippets, "1", 1)).await?;
        page.wait_for("#name-3").await?;
        // Errors are hidden where there is none.
        page.wait_for("#name-2-error").await?;
        ensure!(!page.is_shown("#name-1-error").await?);
        let same = page.text("#name-2-error").await?;
        ensure!(same.contains("\"b\""), "{same}");
        let long = page.text("#name-3-error").await?;
        ensure!(long.contains("61") && long.contains("60"), "{long}");
        ensure!(!page.is_enabled("#compare").await?);
        page.fill("#name-2", "c").await?;
        page.fill("#name-3", "").await?;
        let empty = page.text("#name-3-error").await?;
        ensure!(empty.contains("from 1 to 60"), "{empty}");
        page.fill("#name-3", "d").await?;
        ensure!(page.is_enabled("#compare").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_module_is_known_by_its_bytes_and_the_border_between_both_languages_is_named() {
    untimed_journey(Options::chromium(), async |page| {
        let link = |value: &str| {
            let body = format!("return {value};");
            let link = own_code("", &[("a|b", &body), ("**c**", &body)], "1", 10);
            link.replace("budget=60", "budget=2")
        };
        let differs = "do not do the same";
        let marks = "[data-testid=marks]";
        let site = open_lab(page, &link("-0")).await?;
        give_module(page).await?;
        page.fill("#arguments-1", "-0").await?;
        compare(page).await?;
        if page.count(marks).await? > 0 {
            let marks = page.text(marks).await?;
            ensure!(!marks.contains(differs), "−0 is −0: {marks}");
        }
        open_anew(page, &lab(&site, &link("4294967295"))).await?;
        give_module(page).await?;
        page.select("#export-1", "minus").await?;
        compare(page).await?;
        let marks = page.text(marks).await?;
        ensure!(
            marks.contains(differs) && marks.contains("has no sign"),
            "{marks}"
        );
        Ok(())
    })
    .await;
}
