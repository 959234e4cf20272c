// One event: as its organizer has it, and as a guest has it.

import { announce, h, live, said } from "./dom.js";
import { get, put, remove } from "./client.js";
import { action, confirm } from "./dialog.js";
import { nameOf } from "./events.js";
import { imageAt } from "./images.js";
import { problemBox } from "./problems.js";
import { moment, signalWords, stageWords, statusWord } from "./words.js";

export function hosted(scope, number) {
  const path = `/events/hosted/${number}`;
  return {
    title: "Event",
    back: ["#/events", "Events"],
    body: [live(scope, () => get(path), (event, again) => [head(scope, event, path), desk(event, path, again), figures(event), reports(event, path, again)], problemBox)],
  };
}

export function joined(scope, number) {
  const path = `/events/joined/${number}`;
  return {
    title: "Event",
    back: ["#/events", "Events"],
    body: [live(scope, () => get(path), (event, again) => [head(scope, event, path), figures(event), consent(event, path, again)], problemBox)],
  };
}

function head(scope, event, path) {
  scope.rename(event.name || "Event");
  return h(
    "section", { class: "card" },
    event.banner && imageAt(`${path}/banner`, `Banner of ${event.name}`, "banner"),
    h("p", {}, h("strong", {}, stageWords(event)), event.hosted && event.stage === "open" && !event.reachable && " · guests can’t reach it yet"),
    event.start && h("p", { class: "quiet" }, "From ", moment(event.start), event.end ? [" to ", moment(event.end)] : ", still going on"),
    event.report_under_way && h("p", { class: "advice" }, "Your report to this event is under way: keep the phone running."),
  );
}

/** What an organizer does while the event lasts. */
function desk(event, path, again) {
  const open = event.stage === "open" || event.stage === "checking-in";
  const guests = event.guests ?? 0;
  return h(
    "section", { class: "card" },
    h("h2", {}, "Check-in"),
    h("p", {}, guests === 0 ? "No guest has checked in yet." : guests === 1 ? "One guest has checked in." : `${guests} guests have checked in.`),
    open
      ? h(
        "div", { class: "actions" },
        h("a", { class: "button main", href: `#/door/${event.event}` }, "Show the code at the door"),
        h("button", { type: "button", class: "plain", id: "close-event", onclick: () => close(event, path, again) }, "End check-in"),
      )
      : h("p", { class: "quiet" }, "Check-in has ended: codes admit nobody any more."),
  );
}

async function close(event, path, again) {
  const ended = await confirm(`End check-in to ${event.name}?`,
    ["Nobody can check in after that, and it can’t be opened again.", "Guests can still report, and be warned, for two weeks: keep this phone running."],
    "End check-in", () => remove(path));
  if (ended) {
    announce("Check-in has ended.");
    again();
  }
}

function figures(event) {
  const counts = event.statistics;
  return h(
    "section", { class: "card" },
    h("h2", {}, event.hosted ? "Figures" : "What the event tells its guests"),
    counts
      ? [
        counts.signal
          ? h("p", { class: "advice" }, h("strong", {}, signalWords(counts.signal)), ".")
          : h("p", {}, "No warning from this event."),
        h(
          "dl", { class: "figures" },
          figure("Attendees, organizer included", counts.attendees),
          figure("Positive tests", counts.positives),
          figure("Symptoms", counts.suspected),
          figure("Negative tests", counts.negatives),
        ),
        !event.hosted && h("p", { class: "hint" }, "Counts of the others, without names. At a small event whoever knows who was there may guess."),
      ]
      : h("p", { class: "quiet" }, "Not known yet. The phone asks every few hours."),
  );
}

const figure = (label, value) => h("div", {}, h("dt", {}, label), h("dd", {}, value || "not told"));

/** Reports under a name, which the organizer checks by a call. */
function reports(event, path, again) {
  const all = event.reports ?? [];
  return h(
    "section", { class: "card" },
    h("h2", {}, "Reports to check"),
    all.length === 0
      ? h("p", { class: "quiet" }, "No guest has reported under a name.")
      : [
        h("p", { class: "hint" }, "Call the person before you decide. Confirmed reports warn more strongly; rejected ones warn nobody. Names and notes stay with you."),
        h("ul", { class: "rows" }, all.map((report) => reportRow(report, path, again))),
      ],
  );
}

const DECISIONS = { undecided: ["wait", "Yours to decide"], confirmed: ["bad", "Confirmed"], rejected: ["", "Rejected"] };

function reportRow(report, path, again) {
  const who = report.name || `Guest ${report.slot}`;
  const [look, word] = DECISIONS[report.decision] ?? ["", report.decision];
  const decide = (decision, told) => action(decision === "confirm" ? "Confirm" : "Reject", async () => {
    await put(`${path}/reports/${report.slot}`, { decision });
    announce(told);
    again();
  }, { id: `${decision}-${report.slot}`, "aria-label": `${decision === "confirm" ? "Confirm" : "Reject"} the report of ${who}` });
  return h(
    "li", { class: "row" },
    h(
      "div", { class: "grow" },
      h("p", {}, h("strong", {}, said(who)), " · ", statusWord(report.status), " ", h("span", { class: `tag ${look}` }, word)),
      report.note && h("blockquote", {}, said(report.note)),
    ),
    h("div", { class: "actions" },
      report.decision !== "confirmed" && decide("confirm", "The report is confirmed."),
      report.decision !== "rejected" && decide("reject", "The report is rejected.")),
  );
}

/** Whether warnings that come through me may carry my name here. */
function consent(event, path, again) {
  if (!event.consent_asked && event.consent == null) return null;
  const answer = (label, given) => action(label, async () => {
    await put(`${path}/consent`, { given });
    announce(given ? "Warnings to this event may carry your name." : "Warnings to this event never carry your name; it hears nothing of your risk.");
    again();
  }, { id: `consent-${given}`, "aria-pressed": String(event.consent === given) });
  return h(
    "section", { class: "card" },
    h("h2", {}, "May a warning carry your name?"),
    h("p", {}, "If another event puts you at high risk, ", nameOf(event), " can be warned through you. This event wants to know from whom: "
      + "its organizer would learn your name and that you are at risk. Without a yes it hears nothing."),
    h("div", { class: "actions" }, answer("Yes, to the organizer", true), answer("No", false)),
  );
}
