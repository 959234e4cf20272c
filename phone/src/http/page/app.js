// The frame around all views: the key, the sections, the network's condition, the updates.
//
// It decides which view is shown: what the address says, unless there is no key, no profile
// or no phone to talk to. Each of these is a state of its own with its own way out.

import { announce, h, icon, Scope, show } from "./dom.js";
import { follow, get, hasToken, phone, takeToken } from "./client.js";
import { networkWords, updateWords } from "./words.js";
import { keyMissing, welcome } from "./welcome.js";
import { history_, status } from "./status.js";
import { report } from "./report.js";
import { events } from "./events.js";
import { hosted, joined } from "./event.js";
import { door } from "./door.js";
import { contacts } from "./contacts.js";
import { pair } from "./pairing.js";
import { settings } from "./settings.js";

const VIEWS = { status, report, history: history_, events, hosted, joined, door, contacts, pair, settings };
const SECTIONS = [
  ["status", "Status", ["report"]],
  ["events", "Events", ["hosted", "joined", "door"]],
  ["contacts", "Contacts", ["pair"]],
  ["history", "History", []],
  ["settings", "Settings", []],
];
/** What was waiting when the page connected is shown by the views, not called out one by one. */
const OLD_NEWS_MS = 1500;

const main = document.getElementById("main");
const notice = document.getElementById("notice");
const pill = document.getElementById("network");
const sections = document.getElementById("sections");

let scope = new Scope();
let following = null;
/** `starting`, `key-missing`, `no-profile` or `ready`. */
let phase = "starting";
let stopped = false;
let gateway = null;

/** Puts a view on the screen; the keyboard follows unless the page has just been opened. */
function enter(view, parameter, { focus = true } = {}) {
  scope.end();
  scope = new Scope();
  const heading = h("h1", { tabindex: "-1" });
  scope.rename = (title) => {
    heading.textContent = title;
    document.title = `${title} – Corona phone`;
  };
  const { title, back, body, look } = view(scope, parameter);
  scope.rename(title);
  main.className = look ?? "";
  main.replaceChildren(
    h("div", { class: "heading" }, back && h("a", { class: "back", href: back[0] }, `‹ ${back[1]}`), heading),
    ...body.flat(Infinity).filter(Boolean),
  );
  window.scrollTo(0, 0);
  if (focus) heading.focus({ preventScroll: true });
}

function route(options) {
  const [name = "", parameter] = location.hash.slice(2).split("/");
  const known = Object.hasOwn(VIEWS, name) ? name : "status";
  mark(known);
  enter(VIEWS[known], parameter, options);
}

function mark(name) {
  show(
    sections.querySelector("ul"),
    SECTIONS.map(([section, label, parts]) => {
      const here = section === name ? "page" : parts.includes(name) ? "true" : undefined;
      return h("li", {}, h("a", { href: `#/${section}`, id: `to-${section}`, "aria-current": here }, icon(section), h("span", {}, label)));
    }),
  );
}

function become(next, options) {
  phase = next;
  const ready = phase === "ready";
  sections.hidden = !ready;
  pill.hidden = !ready;
  following?.abort();
  following = null;
  if (ready) {
    route(options);
    listen();
    look();
  } else {
    gateway = null;
    // Whoever begins anew begins at the beginning.
    history.replaceState(null, "", location.pathname);
    enter(phase === "key-missing" ? keyMissing(open) : welcome(open), undefined, options);
  }
  showNotice();
}

/** Finds out what there is to show. */
async function open(options = {}) {
  if (!hasToken()) return become("key-missing", options);
  try {
    await get("/status");
  } catch (error) {
    if (error.reason === "token") return become("key-missing", options);
    if (error.reason === "no-profile") return become("no-profile", options);
    if (error.reason === "stopped") return setTimeout(() => open(options), 2000);
  }
  return become("ready", options);
}

function listen() {
  following = new AbortController();
  const began = Date.now();
  let pending = 0;
  let latest = null;
  follow(following.signal, (update) => {
    const words = update && Date.now() - began > OLD_NEWS_MS ? updateWords(update) : undefined;
    if (words) announce(words);
    latest = update;
    // A burst of updates is one reason to look, not twenty.
    clearTimeout(pending);
    pending = setTimeout(() => {
      scope.tell(latest);
      look();
    }, 200);
  });
}

/** The network's condition, in the corner and, if something is to be done, below it. */
async function look() {
  try {
    gateway = await get("/gateway");
  } catch {
    return;
  }
  showNotice();
}

function showNotice() {
  pill.classList.toggle("stale", stopped);
  if (stopped) {
    tellNotice("bad", "The phone is not running.", "Start it again with “corona run --api” and open the address it prints. This page tries again by itself.");
    show(pill, "Stopped");
    pill.dataset.look = "bad";
    return;
  }
  if (phase !== "ready" || !gateway) return tellNotice();
  const { word, look: how, says, remedy } = networkWords(gateway);
  show(pill, word);
  pill.dataset.look = how;
  pill.setAttribute("aria-label", `Network: ${word}`);
  tellNotice(how, says, remedy);
}

function tellNotice(how, says, remedy) {
  const told = says ?? "";
  if (notice.dataset.told === told) return;
  notice.dataset.told = told;
  notice.dataset.look = how ?? "";
  show(notice, says && h("p", {}, h("strong", {}, says), " ", remedy, " ",
    how === "off" && h("a", { href: "#/settings" }, "Go to the gateway")));
}

phone.addEventListener("stopped", () => {
  stopped = true;
  showNotice();
});
phone.addEventListener("answered", () => {
  if (!stopped) return;
  stopped = false;
  scope.tell(null);
  showNotice();
});
phone.addEventListener("token", () => phase !== "key-missing" && become("key-missing"));
phone.addEventListener("no-profile", () => phase === "ready" && become("no-profile"));

document.getElementById("skip").addEventListener("click", () => main.focus());
addEventListener("hashchange", () => {
  if (takeToken()) open();
  else if (phase === "ready") route();
});
setInterval(() => !document.hidden && phase === "ready" && look(), 5000);

takeToken();
open({ focus: false });
