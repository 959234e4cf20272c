// The code at the door: large enough to be scanned from two metres, and never stale.
//
// A code admits one guest within a minute. A new one is shown whenever a guest has come in,
// and well before the old one expires, which stays good meanwhile for whoever is scanning it.
// Codes are kept nowhere: leaving the view forgets them.

import { announce, h, live, show } from "./dom.js";
import { drawQr, get, post } from "./client.js";
import { imageOf } from "./images.js";
import { problemBox } from "./problems.js";

const RENEW_BEFORE_MS = 20_000;
/** Somebody may be typing the text: after a check-in the next code is not shown more often than this. */
const SETTLE_MS = 1500;

export function door(scope, number) {
  const path = `/events/hosted/${number}`;
  const picture = h("div", { class: "code-picture" }, h("p", { class: "quiet" }, "Asking for a code …"));
  const left = h("p", { class: "quiet" });
  const text = h("p", { class: "code-text" });
  const trouble = h("div", { class: "trouble" });
  const state = { expires: 0, asked: false, guests: 0 };

  const renew = async () => {
    if (state.asked || scope.ended || document.hidden) return;
    state.asked = true;
    try {
      const { code, expires } = await post(`${path}/codes`, {}, scope.signal);
      const drawn = await drawQr(code);
      if (scope.ended) return;
      state.expires = lifetime(expires);
      show(picture, imageOf(drawn, "QR code for one guest’s check-in", "qr"));
      show(text, code);
      trouble.replaceChildren();
    } catch (error) {
      if (scope.ended) return;
      state.expires = 0;
      show(picture);
      show(text);
      left.textContent = "";
      show(trouble, problemBox(error, error.reason === "finished" ? undefined : renew));
      // Neither a closed event nor a phone that is off gets better by being asked each second.
      await new Promise((wake) => setTimeout(wake, 5000));
    } finally {
      state.asked = false;
    }
  };

  scope.every(500, () => {
    if (trouble.hasChildNodes() && state.expires === 0) return;
    const rest = state.expires - performance.now();
    if (rest < RENEW_BEFORE_MS) renew();
    left.textContent = state.expires === 0 ? "" : `A new code in ${Math.max(0, Math.ceil((rest - RENEW_BEFORE_MS) / 1000))} s, or once a guest is in.`;
  });
  scope.signal.addEventListener("abort", () => {
    picture.replaceChildren();
    text.replaceChildren();
  });
  stayAwake(scope);
  renew();

  const desk = h("section", { class: "card" });
  const count = live(scope, () => get(path), (event) => {
    scope.rename(event.name || "Event");
    const guests = event.guests ?? 0;
    if (guests > state.guests && state.expires > 0) {
      announce("A guest has checked in.");
      setTimeout(renew, SETTLE_MS);
    }
    state.guests = guests;
    return [
      event.reachable === false && event.stage === "open"
        && h("p", { class: "advice" }, "Guests can’t reach this phone yet: wait until it is online before anybody scans."),
      h("p", { class: "guests" }, h("strong", {}, guests), guests === 1 ? " guest is in" : " guests are in"),
    ];
  }, problemBox);

  desk.append(
    picture,
    h(
      "div", { class: "beside" },
      h("p", { class: "lead" }, "Scan this with your phone. Each code admits one person."),
      count, left, trouble,
      document.fullscreenEnabled && filling(desk),
      h("details", {}, h("summary", {}, "The code as text"), text),
    ),
  );
  return { title: "Check-in", back: [`#/hosted/${number}`, "Back to the event"], look: "door", body: [desk] };
}

/** A button that gives the code the whole screen, and takes it back. */
function filling(desk) {
  const button = h("button", {
    type: "button", class: "plain",
    onclick: () => (document.fullscreenElement ? document.exitFullscreen() : desk.requestFullscreen()).catch(() => {}),
  }, "Fill the screen");
  desk.addEventListener("fullscreenchange", () => {
    button.textContent = document.fullscreenElement ? "Leave full screen" : "Fill the screen";
  });
  return button;
}

/** When the code expires, on a clock that nobody sets. */
function lifetime(expires) {
  const rest = new Date(expires) - Date.now();
  // A phone on a test's clock, or a wrong one here: protocol clause EV-5 says a minute.
  const plausible = rest > 0 && rest <= 60_000 ? rest : 60_000;
  return performance.now() + plausible;
}

/** Keeps the screen on while a code is shown, where the browser can. */
async function stayAwake(scope) {
  const hold = async () => {
    if (document.hidden || scope.ended) return;
    const lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    if (scope.ended) lock?.release();
    else scope.signal.addEventListener("abort", () => lock?.release());
  };
  document.addEventListener("visibilitychange", hold, { signal: scope.signal });
  await hold();
}
