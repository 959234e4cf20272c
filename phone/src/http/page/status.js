// My status: what it means, what caused it, what to do, and how it came to be.

import { h, icon, list, live, said } from "./dom.js";
import { get } from "./client.js";
import { problemBox } from "./problems.js";
import { causeWords, counted, day, distance, moment, signalWords, statusMeaning, statusWord } from "./words.js";

export function status(scope) {
  return {
    title: "Your status",
    body: [
      live(scope, () => get("/status"), statusCard, problemBox),
      h("p", { class: "actions" }, h("a", { class: "button main", href: "#/report" }, "Report symptoms or a test")),
      h(
        "section", { class: "card" },
        h("h2", {}, "What put you at risk"),
        live(scope, () => get("/status/cascade"), cascade, problemBox),
      ),
    ],
  };
}

function statusCard(shown) {
  const { headline, means, advice, look, icon: drawing } = statusMeaning(shown);
  const waiting = (shown.joined ?? []).filter((event) => event.report_under_way).length;
  return h(
    "section", { class: `card status ${look}`, id: "own-status" },
    h("p", { class: "who" }, said(shown.name), shown.since && [", since ", moment(shown.since)]),
    h("p", { class: "headline" }, icon(drawing), h("strong", {}, headline)),
    h("p", {}, means),
    shown.signal && h("p", { class: "quiet" }, `${signalWords(shown.signal)}.`),
    advice && h("p", { class: "advice" }, h("strong", {}, "What to do: "), advice),
    shown.polls_wait && h("p", { class: "advice" }, "A new warning may reach you late: the connection is metered or the battery saved, so events are not asked for news. ",
      h("a", { href: "#/settings" }, "Battery rules")),
    waiting > 0 && h("p", {}, `${counted(waiting, "event")} ${waiting === 1 ? "has" : "have"} yet to hear your report: keep the phone running.`),
  );
}

/** The events that warned me, nearest first, each as the way its warning came. */
function cascade(answer) {
  const exposures = list(answer);
  if (exposures.length === 0) {
    return h("p", {}, "Nothing: no event you attended has passed a warning on to you.");
  }
  return [
    h("p", { class: "hint" }, "Each of these events warned your phone. Who reported is not told to it; whoever knows who was there may guess."),
    h("ol", { class: "cascade" }, exposures.map(exposure)),
  ];
}

function exposure(one) {
  const name = one.name ? said(one.name) : "An event without a name";
  return h(
    "li", {},
    h(
      "p", {},
      h("a", { href: `#/${one.hosted ? "hosted" : "joined"}/${one.event}` }, name), " ",
      one.decides && h("span", { class: "tag bad" }, "Decides your status"),
    ),
    h("p", { class: "quiet" }, one.since && ["It began ", moment(one.since), "."], one.until && [" It counts until ", day(one.until), "."]),
    way(one.hop, name),
    h(
      "p", { class: "strength" },
      h("span", {}, `${one.high === false ? "Weak warning" : "Warning"}: strength ${one.strength} of 15, from ${distance(one.hop)}`),
      h("meter", { min: 0, max: 15, low: 0.1, high: one.high === false ? 15 : 0.1, optimum: 0, value: one.strength, "aria-label": `Strength ${one.strength} of 15` }),
    ),
  );
}

/** A report, the events between that nobody here can name, the event attended, and me. */
function way(hop, name) {
  const unknown = Math.max(0, hop - 1);
  const between = unknown > 3 ? [`${unknown} events you don’t know`] : Array.from({ length: unknown }, () => "an event you don’t know");
  const steps = ["somebody’s report", ...between, typeof name === "string" ? name : name.cloneNode(true), "you"];
  return h("ol", { class: "way", "aria-label": "The way the warning came" }, steps.map((step) => h("li", {}, step)));
}

/** All changes of the own status, newest first. */
export function history_(scope) {
  return {
    title: "History",
    body: [
      h("p", { class: "lead" }, "How your status has changed, and why. Only this device knows it."),
      h("section", { class: "card" }, live(scope, () => get("/status/history"), changes, problemBox)),
    ],
  };
}

function changes(answer) {
  // The phone tells the oldest first; some it knows without their time.
  const all = list(answer).toReversed();
  if (all.length === 0) return h("p", {}, "Nothing has changed yet. Your status is as it was at first: no warning.");
  return h(
    "ol", { class: "timeline" },
    all.map((change) =>
      h(
        "li", { class: `mark-${change.to}` },
        h("p", { class: "quiet" }, moment(change.at)),
        h("p", {}, h("strong", {}, capital(statusWord(change.to)))),
        change.text ? h("p", {}, said(capital(change.text))) : h("p", {}, capital(causeWords(change.cause))),
        change.event !== null && change.event !== undefined
          && h("p", {}, h("a", { href: `#/${change.hosted ? "hosted" : "joined"}/${change.event}` }, "The event it comes from")),
      )),
  );
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
