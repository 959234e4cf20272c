// Every error of the API as a sentence and a remedy.

import { h } from "./dom.js";
import { Problem } from "./client.js";

const SAYS = {
  stopped: ["The phone is not running.", "Start it again with “corona run --api”, and open the address it prints."],
  token: ["This page’s key is no longer valid.", "The phone was started anew: open the address it printed last."],
  foreign: ["The phone refused this page.", "Open it by the very address that “corona run --api” printed."],
  "no-profile": ["There is no profile on this phone.", "Create one, or restore a backup."],
  offline: ["This phone is not connected to the network.", "Switch the gateway on, or wait until it is online; then try again."],
  duplicate: ["That exists already.", "Look at what is there; nothing was changed."],
  "not-found": ["That is not on this phone any more.", "It may have been removed or erased; go back to the list."],
  malformed: ["The phone could not read that.", "Check what you typed, or paste it again in full."],
  finished: ["That is over.", "A closed event admits nobody and an ended pairing can’t go on: begin a new one."],
  refused: ["That can’t be done.", "Read the reason above; nothing was changed."],
  unanswered: ["The other phone did not answer.", "Make sure that it is on and online; then ask for a fresh code and try again."],
  busy: ["That is too much at once.", "Wait for some of it to end, then try again."],
  picture: ["This picture can’t be used.", "Choose another one: JPEG, PNG or WebP."],
  file: ["The file could not be read.", "Choose it again; it may have been moved or removed."],
  differ: ["The two passphrases differ.", "Type the same one twice."],
  unconfirmed: ["Nothing was erased.", "Type the word “wipe”, in small letters, if you mean it."],
  store: ["The phone could not store that.", "Check that its disk is not full and its folder can be written; then try again."],
};
const OTHERWISE = ["Something went wrong.", "Try again; if it happens again, look at what “corona run” prints."];

/** A sentence that says what is wrong, and one that says what helps. */
export function explain(error) {
  if (!(error instanceof Problem)) return { says: OTHERWISE[0], detail: String(error?.message ?? error), remedy: OTHERWISE[1] };
  const [says, remedy] = SAYS[error.reason] ?? OTHERWISE;
  return { says, detail: error.detail, remedy };
}

/** The same as a box, with a way on where there is one. */
export function problemBox(error, again) {
  const { says, detail, remedy } = explain(error);
  return h(
    "div", { class: "problem", role: "alert", tabindex: "-1" },
    h("p", {}, h("strong", {}, says)),
    detail && h("p", { class: "detail" }, detail),
    h("p", {}, remedy),
    error.reason === "offline" && h("p", {}, h("a", { href: "#/settings" }, "Go to the gateway")),
    again && h("p", {}, h("button", { type: "button", class: "plain", onclick: again }, "Try again")),
  );
}
