// The lists of events: hosted here, and joined. Hosting and checking in begin here.

import { announce, h, icon, list, live, said } from "./dom.js";
import { get, post } from "./client.js";
import { boundedField, cancel, dialog, field, form, longField } from "./dialog.js";
import { base64, redrawn } from "./images.js";
import { problemBox } from "./problems.js";
import { moment, stageWords } from "./words.js";

export function events(scope) {
  return {
    title: "Events",
    body: [
      h(
        "div", { class: "actions" },
        h("button", { type: "button", class: "main", id: "check-in", onclick: checkIn }, "Check in to an event"),
        h("button", { type: "button", class: "plain", id: "host", onclick: host }, "Host an event"),
      ),
      h(
        "section", { class: "card" },
        h("h2", {}, "Joined"),
        live(scope, () => get("/events/joined"), (all) => rows(list(all), "You have joined no event yet. Its organizer shows you a code at the door."), problemBox),
      ),
      h(
        "section", { class: "card" },
        h("h2", {}, "Hosted by you"),
        live(scope, () => get("/events/hosted"), (all) => rows(list(all), "You host no event. Host one, and show its code at the door."), problemBox),
      ),
    ],
  };
}

function rows(all, none) {
  if (all.length === 0) return h("p", { class: "quiet" }, none);
  return h("ul", { class: "rows" }, all.toReversed().map(row));
}

function row(event) {
  const signal = event.statistics?.signal;
  const undecided = (event.reports ?? []).filter((report) => report.decision === "undecided").length;
  return h(
    "li", {},
    h(
      "a", { class: "row", href: `#/${event.hosted ? "hosted" : "joined"}/${event.event}`, id: `event-${event.hosted}-${event.event}` },
      icon("events"),
      h(
        "span", { class: "grow" },
        h("strong", {}, nameOf(event)),
        h("span", { class: "quiet" }, stageWords(event), event.start && [" · ", moment(event.start)]),
      ),
      signal && h("span", { class: `tag ${signal.high ? "bad" : "wait"}` }, signal.high ? "High risk" : "Caution"),
      undecided > 0 && h("span", { class: "tag bad" }, `${undecided} to decide`),
      event.consent_asked && event.consent == null && h("span", { class: "tag wait" }, "A question"),
      event.report_under_way && h("span", { class: "tag wait" }, "Report under way"),
    ),
  );
}

/** An event's name, as its organizer wrote it. */
export const nameOf = (event) => (event.name ? said(event.name) : "An event whose name is not known yet");

async function host() {
  const made = await dialog("Host an event", (close) => {
    const name = boundedField("Name", "Everybody who checks in sees it.", 64, { required: true });
    const banner = field("Banner (optional)", "A picture guests see. It is drawn anew first, without what your camera noted in it.",
      (ids) => h("input", { type: "file", accept: "image/*", ...ids }));
    return form(
      [
        h("p", {}, "The event begins now. This phone must stay on while it lasts, and for two weeks after, so that guests can be warned."),
        name, banner,
      ],
      "Host it",
      async () => {
        const given = { name: name.input.value };
        const [file] = banner.input.files;
        if (file) given.banner = await base64(await redrawn(file, 1200, 600));
        close(await post("/events/hosted", given));
      },
      { waits: "Setting it up; this can take a minute …", beside: [cancel(close)] },
    );
  });
  if (made) {
    announce("Your event has begun.");
    location.hash = `#/hosted/${made.event}`;
  }
}

async function checkIn() {
  const joined = await dialog("Check in to an event", (close) => {
    const code = longField("The code from the organizer’s screen", "It begins with CORONAEVENT1 and admits one person, within a minute.", {
      required: true, autocapitalize: "characters",
    });
    return form([code], "Check in", async () => {
      const given = await post("/events/joined", { code: code.input.value.trim() });
      code.input.value = "";
      close(given);
    }, { waits: "Asking the organizer’s phone; this can take a minute …", beside: [cancel(close)] });
  });
  if (joined) {
    announce("You are checked in.");
    location.hash = `#/joined/${joined.event}`;
  }
}
