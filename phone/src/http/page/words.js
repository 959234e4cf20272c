// The API's words as sentences for a person. They repeat what the phone knows and no more:
// an unknown status is not called healthy, and advice ends at staying away and getting tested.

import { h } from "./dom.js";

/** What each status means: a headline, an explanation, what to do, and how it looks. */
export function statusMeaning(shown) {
  const caution = shown.signal && !shown.signal.high;
  const isolate = "Stay away from others and get tested. Then report the result here, whatever it is.";
  switch (shown.status) {
    case "unknown":
      return caution
        ? {
            headline: "Caution", look: "caution", icon: "warning",
            means: "A warning reached you from afar. It is weak.",
            advice: "Watch for symptoms, and mind people at risk.",
          }
        : {
            headline: "No warning", look: "calm", icon: "calm",
            means: "No event you attended has warned you, and you reported nothing that still counts. "
              + "That does not mean that you are healthy.",
          };
    case "high-risk":
      return {
        headline: "High risk", look: "risk", icon: "warning",
        means: "You attended an event where somebody was infectious, or had been warned.",
        advice: isolate,
      };
    case "suspected":
      return {
        headline: "You reported symptoms", look: "risk", icon: "ill",
        means: "The events you attended while you may have been infectious are told.",
        advice: isolate,
      };
    case "positive":
      return {
        headline: "You reported a positive test", look: "ill", icon: "ill",
        means: "The events you attended while you were infectious are told.",
        advice: "Stay away from others until a test is negative. If it was a mistake, take it back within 48 hours.",
      };
    case "negative":
      return {
        headline: "You reported a negative test", look: "clear", icon: "clear",
        means: "It counts for seven days from the day of the sample.",
        advice: shown.signal
          ? "You were warned all the same. A test soon after says little: test again later."
          : undefined,
      };
    default:
      return { headline: shown.status, look: "calm", icon: "calm", means: "This page does not know that status." };
  }
}

const STATUS = {
  unknown: "no warning", "high-risk": "high risk", suspected: "symptoms",
  positive: "positive test", negative: "negative test",
};

/** A status in two words. */
export const statusWord = (status) => STATUS[status] ?? status;

/** Where a warning began, seen from where it is felt. */
export function distance(hop) {
  if (hop === 0) return "somebody there reported";
  return hop === 1 ? "a report one event away" : `a report ${hop} events away`;
}

export const signalWords = (signal) =>
  `${signal.high ? "High risk" : "Caution"}, strength ${signal.strength} of 15, from ${distance(signal.hop)}`;

/** What can still happen at an event. */
export function stageWords(event) {
  switch (event.stage) {
    case "checking-in":
      return event.hosted ? "Being set up" : "Waiting for the organizer’s phone";
    case "open":
      return event.hosted ? "Check-in is open" : "Going on";
    case "maintained":
      return "Over; reports are still passed on";
    case "archived":
      return "Archived; nothing changes any more";
    default:
      return event.stage;
  }
}

/** What the network's condition is called, and whether it is well. */
export function networkWords(gateway) {
  if (!gateway.enabled) {
    return { word: "Gateway off", look: "off", says: "This phone is not connected: nothing is sent, nothing is heard.",
      remedy: "Switch the gateway on to host, check in, pair, or be warned." };
  }
  switch (gateway.network.split(/[: ]/)[0]) {
    case "online":
      return { word: "Online", look: "good" };
    case "starting":
      return { word: "Connecting", look: "wait", says: "The network is being reached.",
        remedy: "It usually takes less than a minute; what you do meanwhile is delivered later." };
    case "clock-off":
      return { word: "Clock wrong", look: "bad", says: "This device’s clock differs too much from the network’s.",
        remedy: "Set date, time and time zone; the phone then goes on by itself." };
    case "obsolete":
      return { word: "Outdated", look: "bad", says: "The network no longer works with this version.",
        remedy: "Install a newer version of the program." };
    case "offline":
    default:
      return { word: "Offline", look: "bad", says: "The network can’t be reached.",
        remedy: "Check this device’s connection. The phone goes on trying, and delivers what waits once it is back." };
  }
}

const UPDATES = {
  "status-changed": "Your status has changed.",
  "risk-changed": "Your risk has changed.",
  "checked-in": "You are checked in.",
  "report-queued": "An event must hear of your status.",
  "report-acknowledged": "An organizer’s phone has stored your report.",
  "report-refused": "An organizer’s phone did not take your report.",
  "report-overruled": "An organizer holds on to the positive they confirmed; ask them to reject it.",
  "consent-asked": "An event asks whether warnings from you may carry your name: see the event’s page.",
  "guest-admitted": "A guest has checked in.",
  "report-received": "A guest has reported: see the event’s page.",
  "event-closed": "Check-in has ended.",
  "event-erased": "Nothing is left of an old event on this phone.",
  "invitation-ready": "Your invitation can be scanned.",
  "pairing-code": "There are digits to compare.",
  "paired": "You have a new contact.",
  "contact-changed": "A contact has news.",
  "contact-refused": "A contact did not confirm; nothing is kept of them.",
};

/** A sentence for an update worth interrupting somebody for, or nothing. */
export const updateWords = (update) => UPDATES[update.what];

const CAUSES = {
  reported: "you reported it", corrected: "you took a report back", inferred: "your phone concluded it from your events",
  expired: "time has passed",
};

/** Why a status changed, where the phone says no more. */
export const causeWords = (cause) => CAUSES[cause] ?? cause;

const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

function time(text, format) {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : h("time", { datetime: text }, format.format(at));
}

export const moment = (text) => time(text, MOMENT);
export const day = (text) => time(text, DAY);
export const clock = (text) => time(text, CLOCK);

/** Bytes as people say them. */
export function bytes(count) {
  if (count < 1000) return `${count} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = count / 1000;
  while (value >= 1000 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[0]}`;
}

export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
