// Reporting symptoms or a test, in two steps: what is to be said, then who will learn what.
//
// Nothing leaves the phone before the second step has been confirmed. What it lists is the
// phone's own answer, computed from the very events and contacts it would tell.

import { announce, h, list, live, said, show } from "./dom.js";
import { get, post } from "./client.js";
import { boundedField, field, form } from "./dialog.js";
import { problemBox } from "./problems.js";

const KINDS = {
  suspected: ["I have symptoms", "Fever, cough, loss of smell … without a test yet."],
  positive: ["I tested positive", "A test says that I am infected."],
  negative: ["I tested negative", "A test says that I am not infected, as of the day of the sample."],
  correction: ["My positive report was a mistake", "Takes it back, within 48 hours of reporting it."],
};

/** What may be reported from each status: protocol clause ST-2. */
const LEGAL = {
  unknown: ["suspected", "positive", "negative"],
  "high-risk": ["suspected", "positive", "negative"],
  suspected: ["positive", "negative"],
  positive: ["negative", "correction"],
  negative: ["suspected", "positive"],
};

export function report(scope) {
  return {
    title: "Report symptoms or a test",
    back: ["#/status", "Status"],
    look: "narrow",
    // The form isn't drawn anew by updates: what somebody has typed stays.
    body: [live(once(scope), () => get("/status"), (shown) => steps(shown.status), problemBox)],
  };
}

const once = (scope) => ({ get ended() { return scope.ended; }, whenever() {} });

/** Both steps share one place. */
function steps(status) {
  const place = h("div", {});
  const ask = chooser(LEGAL[status] ?? LEGAL.unknown, async (given) => {
    const reveals = await post("/status/preview", given);
    show(place, preview(given, list(reveals), back));
    place.querySelector("h2").focus();
  });
  const back = () => {
    show(place, ask);
    place.querySelector("input:checked").focus();
  };
  show(place, ask);
  return place;
}

function chooser(legal, next) {
  const from = field("First day you may have been infectious", "Usually two days before the first symptoms. Leave it empty if you don’t know: then the last 14 days count.",
    (ids) => h("input", { type: "date", max: today(), ...ids }));
  const note = boundedField("Note to organizers (optional)", "For the organizers of the events concerned, so that they can call you. At most 140 bytes.", 140);
  const sampled = field("Day of the sample", "When the sample was taken, not when you got the result.",
    (ids) => h("input", { type: "date", max: today(), required: true, ...ids }));
  const infection = h("div", { class: "group" }, from.element, note.element);
  const test = h("div", { class: "group" }, sampled.element);
  let chosen = legal[0];
  const choose = (kind) => {
    chosen = kind;
    infection.hidden = kind !== "suspected" && kind !== "positive";
    test.hidden = kind !== "negative";
    // What isn't asked isn't checked either.
    from.input.disabled = note.input.disabled = infection.hidden;
    sampled.input.disabled = test.hidden;
  };
  const options = h(
    "fieldset", {},
    h("legend", {}, "What do you want to report?"),
    legal.map((kind) => option(kind, kind === chosen, () => choose(kind))),
  );
  choose(chosen);
  const read = () => {
    if (chosen === "correction") return { status: chosen };
    if (chosen === "negative") return { status: chosen, sampled: moment(sampled.input.value) };
    const given = { status: chosen };
    if (from.input.value) given.infectious_from = moment(from.input.value);
    if (note.input.value.trim()) given.note = note.input.value.trim();
    return given;
  };
  return h(
    "section", { class: "card" },
    form([options, infection, test, h("p", { class: "hint" }, "Nothing is sent yet: next you see who would learn what.")],
      "See what will be revealed", () => next(read()), { waits: "Looking …" }),
  );
}

function option(kind, checked, chosen) {
  const [label, hint] = KINDS[kind];
  const id = `report-${kind}`;
  return h(
    "div", { class: "tick" },
    h("input", { type: "radio", name: "kind", id, value: kind, checked, onchange: chosen, "aria-describedby": `${id}-hint` }),
    h("div", {}, h("label", { for: id }, label), h("p", { class: "hint", id: `${id}-hint` }, hint)),
  );
}

/** Midnight where the person is: an early guess of a day includes more events, not fewer. */
const moment = (date) => new Date(`${date}T00:00`).toISOString();

function today() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

function preview(given, reveals, back) {
  return h(
    "section", { class: "card reveal" },
    h("h2", { tabindex: "-1" }, "Before it is sent: who will learn what"),
    h("p", {}, "You are about to report: ", h("strong", {}, KINDS[given.status][0]), "."),
    reveals.length === 0
      ? h("p", { class: "advice" }, "Nobody, for now: no event you attended falls into that time, and no contact sees your status. "
        + "Events you attend from now on may hear of it while it lasts.")
      : h("ul", { class: "recipients" }, reveals.map(recipient)),
    h("p", { class: "hint" }, "Nobody is told where you are or who your contacts are. Organizers who get your name at several events can find out that you were at each of them."),
    form([], "Send this report", async () => {
      await send(given);
      announce(reveals.length === 0 ? "Your report is stored." : "Your report is on its way. Keep the phone running until everybody has heard it.");
      location.hash = "#/status";
    }, {
      look: "danger", waits: "Sending …",
      beside: [h("button", { type: "button", class: "plain", onclick: back }, "Back, send nothing")],
    }),
  );
}

function recipient(one) {
  const learns = [one.learns ?? []].flat();
  const who = one.kind === "contact" ? ["Your contact ", said(one.recipient)] : said(capital(one.recipient));
  return h(
    "li", {},
    h("p", {}, h("strong", {}, who)),
    h("p", { class: "quiet" }, learns.length === 0 ? "Learns nothing." : "What they learn:"),
    learns.length > 0 && h("ul", {}, learns.map((what) => h("li", {}, said(what)))),
  );
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function send(given) {
  return given.status === "correction" ? post("/status/correction") : post("/status/reports", given);
}
