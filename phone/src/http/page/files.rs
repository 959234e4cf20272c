//! The page's files by the path they are served at.

/// One file of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageFile {
    /// Where it is served, from the root: `/app.js`. The page itself is `/`.
    pub(crate) path: &'static str,
    /// For `Content-Type`.
    pub(crate) media_type: &'static str,
    /// Its content.
    pub(crate) bytes: &'static [u8],
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const DRAWING: &str = "image/svg+xml";

macro_rules! page_files {
    ($($path:literal $media_type:ident $name:literal),+ $(,)?) => {
        [$(PageFile { path: $path, media_type: $media_type, bytes: include_bytes!($name) }),+]
    };
}

static FILES: [PageFile; 20] = page_files![
    "/" HTML "index.html",
    "/icon.svg" DRAWING "icon.svg",
    "/style.css" STYLE "style.css",
    "/app.js" SCRIPT "app.js",
    "/client.js" SCRIPT "client.js",
    "/contacts.js" SCRIPT "contacts.js",
    "/dialog.js" SCRIPT "dialog.js",
    "/dom.js" SCRIPT "dom.js",
    "/door.js" SCRIPT "door.js",
    "/event.js" SCRIPT "event.js",
    "/events.js" SCRIPT "events.js",
    "/images.js" SCRIPT "images.js",
    "/pairing.js" SCRIPT "pairing.js",
    "/problems.js" SCRIPT "problems.js",
    "/report.js" SCRIPT "report.js",
    "/safety.js" SCRIPT "safety.js",
    "/settings.js" SCRIPT "settings.js",
    "/status.js" SCRIPT "status.js",
    "/welcome.js" SCRIPT "welcome.js",
    "/words.js" SCRIPT "words.js",
];

/// The file served at `path`, or `None`: there is nothing else to serve.
#[must_use]
pub(crate) fn file(path: &str) -> Option<&'static PageFile> {
    FILES.iter().find(|file| file.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(file: &PageFile) -> &'static str {
        std::str::from_utf8(file.bytes).expect("the page is written in UTF-8")
    }

    /// What follows `before` in `text`, up to the next double quote.
    fn quoted<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
        text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn whatever_the_page_loads_is_served() {
        let mut loaded = 0;
        for file in &FILES {
            let text = text(file);
            let modules = quoted(text, "from \"./").into_iter().map(|name| format!("/{name}"));
            let linked = ["href=\"/", "src=\"/"].iter().flat_map(|before| quoted(text, before));
            for path in modules.chain(linked.map(|name| format!("/{name}"))) {
                assert!(super::file(&path).is_some(), "{} loads {path}", file.path);
                loaded += 1;
            }
        }
        assert!(loaded > FILES.len(), "only {loaded} loads were found");
    }

    #[test]
    fn every_file_is_loaded_by_another() {
        let all: String = FILES.iter().map(text).collect();
        for file in FILES.iter().filter(|file| file.path != "/") {
            let name = &file.path[1..];
            let loaded = [format!("\"./{name}\""), format!("\"/{name}\"")];
            assert!(loaded.iter().any(|how| all.contains(how)), "nothing loads {name}");
        }
    }

    #[test]
    fn the_page_runs_under_a_policy_without_inline_code_or_foreign_origins() {
        for file in &FILES {
            let text = text(file).replace("http://www.w3.org/2000/svg", "");
            for forbidden in [
                "http://",
                "https://",
                "<style",
                "style=\"",
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "eval(",
                "document.write",
            ] {
                assert!(!text.contains(forbidden), "{} holds {forbidden}", file.path);
            }
        }
        let page = text(super::file("/").expect("the page is served"));
        assert_eq!(
            page.matches("<script").count(),
            quoted(page, "<script type=\"module\" src=\"").len()
        );
        assert!(!page.contains(" on"), "an attribute of the page is a handler");
    }
}
