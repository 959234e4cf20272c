// Becoming contacts with somebody who is here: an invitation shown or joined, then six digits.
//
// The digits are what keeps a third phone from placing itself between the two. Only the person
// answers whether they match, and leaving the view says no for them.

import { announce, h, said, show } from "./dom.js";
import { drawQr, get, post, remove } from "./client.js";
import { action, form, longField } from "./dialog.js";
import { imageOf } from "./images.js";
import { problemBox } from "./problems.js";

/** Seconds that one question for digits waits at the phone; it is asked again after that. */
const PATIENCE_S = 25;
/** Protocol clause PA-2. */
const INVITATION_MS = 600_000;

/** The pairing that this tab has begun, which a reload would forget. */
const BEGUN = "corona-pairing";

export function pair(scope) {
  const place = h("div", {});
  const left = sessionStorage.getItem(BEGUN);
  if (left !== null) abandon(left);
  const begin = () => show(place, invite(scope, place, begin), join(scope, place, begin));
  begin();
  return {
    title: "Add a contact",
    back: ["#/contacts", "Contacts"],
    look: "narrow",
    body: [h("p", { class: "lead" }, "Meet in person. One of you shows an invitation, the other joins it; then both compare six digits."), place],
  };
}

function invite(scope, place, begin) {
  return h(
    "section", { class: "card" },
    h("h2", {}, "Show an invitation"),
    h("p", {}, "Your QR code, for one person, within ten minutes. It tells whoever sees it neither your name nor your address."),
    form([], "Show my QR code", async () => {
      const made = await post("/pairings", {}, scope.signal);
      begun(scope, made.pairing);
      if (scope.ended) return abandon(made.pairing);
      await shown(scope, place, begin, made);
    }, { waits: "Preparing it; this can take a minute …" }),
  );
}

function join(scope, place, begin) {
  const text = longField("The other’s invitation", "Paste or type it; it begins with CORONAPAIR1.", { required: true, autocapitalize: "characters" });
  return h(
    "section", { class: "card" },
    h("h2", {}, "Join an invitation"),
    form([text], "Join", async () => {
      const found = await post("/pairings/join", { invitation: text.input.value.trim() }, scope.signal);
      begun(scope, found.pairing);
      if (scope.ended) return abandon(found.pairing);
      compare(scope, place, begin, found);
    }, { look: "plain", waits: "Reaching the other phone; this can take a minute …" }),
  );
}

/** Nobody waits for it any more; if the phone is gone, so is the pairing. */
function abandon(pairing) {
  over();
  return remove(`/pairings/${pairing}`, true).catch(() => {});
}

/** An invitation must not outlive the screen it was shown on. */
function begun(scope, pairing) {
  sessionStorage.setItem(BEGUN, pairing);
  addEventListener("pagehide", () => sessionStorage.getItem(BEGUN) === String(pairing) && abandon(pairing), { signal: scope.signal });
}

const over = () => sessionStorage.removeItem(BEGUN);

async function shown(scope, place, begin, { pairing, invitation, expires, reachable }) {
  const until = performance.now() + lifetime(expires);
  const left = h("p", { class: "quiet" });
  const tick = () => {
    const rest = Math.max(0, until - performance.now());
    const [minutes, seconds] = [Math.floor(rest / 60_000), Math.floor((rest / 1000) % 60)];
    left.textContent = rest > 0 ? `Good for ${minutes} min ${String(seconds).padStart(2, "0")} s.` : "This invitation has expired.";
  };
  const timer = setInterval(tick, 1000);
  const ended = new AbortController();
  const stop = () => {
    clearInterval(timer);
    ended.abort();
  };
  const leave = () => {
    stop();
    abandon(pairing);
  };
  scope.signal.addEventListener("abort", leave);
  const settle = () => scope.signal.removeEventListener("abort", leave);
  const drawn = await drawQr(invitation);
  tick();
  show(
    place,
    h(
      "section", { class: "card" },
      h("h2", { tabindex: "-1" }, "Let the other person scan this"),
      imageOf(drawn, "QR code of your invitation", "qr"),
      left,
      reachable === false && h("p", { class: "advice" }, "It can’t be reached yet: wait a little before it is scanned."),
      h("details", {}, h("summary", {}, "The invitation as text, to copy"), h("p", { class: "code-text" }, invitation)),
      h("p", { role: "status" }, "Waiting for the other phone …"),
      action("Cancel", async () => {
        settle();
        leave();
        begin();
      }),
    ),
  );
  place.querySelector("h2").focus();
  digits(pairing, ended.signal).then(
    (found) => {
      settle();
      stop();
      if (scope.ended) abandon(pairing);
      else compare(scope, place, begin, found);
    },
    (error) => {
      settle();
      if (ended.signal.aborted || scope.ended) return;
      stop();
      show(place, problemBox(error, begin));
      place.firstElementChild.focus();
    },
  );
}

function lifetime(expires) {
  const rest = new Date(expires) - Date.now();
  return rest > 0 && rest <= INVITATION_MS ? rest : INVITATION_MS;
}

/** Asks until the other person has joined; each question waits a while at the phone. */
async function digits(pairing, signal) {
  for (;;) {
    try {
      return await get(`/pairings/${pairing}?patience=${PATIENCE_S}`, signal);
    } catch (error) {
      if (error.reason !== "unanswered" || signal.aborted) throw error;
      await new Promise((wake) => setTimeout(wake, 500));
    }
  }
}

function compare(scope, place, begin, { pairing, digits: six, name }) {
  const leave = () => abandon(pairing);
  scope.signal.addEventListener("abort", leave);
  const say = (matches) => async () => {
    scope.signal.removeEventListener("abort", leave);
    over();
    const ended = await post(`/pairings/${pairing}/confirm`, { matches });
    if (!matches) {
      announce("You are no contacts. Your phone moves to a new address, in case a stranger was in between.");
      begin();
      return;
    }
    announce(`${ended?.name ?? name} is your contact now.`);
    location.hash = "#/contacts";
  };
  show(
    place,
    h(
      "section", { class: "card" },
      h("h2", { tabindex: "-1" }, "Compare the digits"),
      h("p", {}, "The other phone says it belongs to ", h("strong", {}, said(name)), ". Do both screens show these digits?"),
      h("p", { class: "digits", "aria-label": `Digits: ${[...six].join(" ")}` }, `${six.slice(0, 3)} ${six.slice(3)}`),
      h("p", { class: "hint" }, "Look at the other screen yourself. If anything differs, somebody may have come between you."),
      h("div", { class: "actions" },
        action("They are the same", say(true), { class: "main", id: "digits-same", waits: "Waiting for the other’s word …" }),
        action("They differ", say(false), { class: "danger", id: "digits-differ", waits: "Ending it …" })),
    ),
  );
  place.querySelector("h2").focus();
}
