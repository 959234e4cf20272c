// Elements without markup. Text, whoever wrote it, only ever becomes text: nothing here or
// elsewhere on the page parses HTML.

/** An element with attributes (`onclick` and the like take functions) and children. */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** What somebody else wrote, kept from reversing or reordering the text around it. */
export function said(text) {
  return h("bdi", {}, text);
}

/** Replaces what `place` holds; whoever had the keyboard in there keeps it. */
export function show(place, ...nodes) {
  const held = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...nodes.flat(Infinity).filter(Boolean));
  if (held) document.getElementById(held)?.focus();
}

/** How long a view lives, and whom it tells of updates. */
export class Scope {
  #ending = new AbortController();
  #listeners = [];

  /** Aborted when the person goes elsewhere. */
  get signal() {
    return this.#ending.signal;
  }

  get ended() {
    return this.#ending.signal.aborted;
  }

  end() {
    this.#ending.abort();
    this.#listeners = [];
  }

  /** Calls `listener` with every update, and with none if all may have changed. */
  whenever(listener) {
    this.#listeners.push(listener);
  }

  tell(update) {
    for (const listener of this.#listeners) listener(update);
  }

  /** Calls `action` every `milliseconds` while the view lives. */
  every(milliseconds, action) {
    const timer = setInterval(action, milliseconds);
    this.signal.addEventListener("abort", () => clearInterval(timer));
  }
}

/**
 * A part of a view that loads itself, and loads itself again when the phone reports news.
 * It is drawn anew only if what it shows has changed, so that nobody loses their place.
 * `every` asks again after so many milliseconds as well.
 */
export function live(scope, load, render, troubled, every) {
  const place = h("div", { class: "live", "aria-busy": "true" }, h("p", { class: "quiet" }, "Loading …"));
  let drawn = null;
  let asked = 0;
  const fill = async () => {
    const turn = (asked += 1);
    let found;
    try {
      found = await load();
    } catch (error) {
      if (scope.ended || turn !== asked) return;
      drawn = null;
      place.removeAttribute("aria-busy");
      show(place, troubled(error, fill));
      return;
    }
    // An older answer must not replace a newer one.
    if (scope.ended || turn !== asked) return;
    place.removeAttribute("aria-busy");
    const now = JSON.stringify(found);
    if (now === drawn) return;
    drawn = now;
    show(place, render(found, fill));
  };
  scope.whenever(fill);
  if (every) scope.every(every, fill);
  fill();
  return place;
}

/** The items of an answer that is a list, or an object around one. */
export function list(answer) {
  if (Array.isArray(answer)) return answer;
  return Object.values(answer ?? {}).find(Array.isArray) ?? [];
}

const polite = () => document.getElementById("announcements");
let silence = 0;

/** Says one sentence, on screen for a while and to whoever listens to the page. */
export function announce(sentence) {
  const line = h("p", { class: "toast" }, sentence);
  polite().replaceChildren(line);
  clearTimeout(silence);
  silence = setTimeout(() => line.remove(), 9000);
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  status: "M12 3l7 3v5c0 5-3 8.5-7 10-4-1.5-7-5-7-10V6z",
  events: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  contacts: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-6.5 7-6.5s7 2.5 7 6.5M16 3.5a4 4 0 0 1 0 7M18 15c2.5.8 4 3 4 6",
  history: "M12 7v5l3 2M3.5 9a9 9 0 1 1-.4 4.5M3 4v5h5",
  settings: "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5",
  calm: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.1",
  warning: "M12 3.5L2.5 20h19zM12 10v4.5M12 17.3v.1",
  ill: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5v9M7.5 12h9",
  clear: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM7.5 12h9",
  eye: "M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  door: "M5 21V3h10v18M3 21h18M12 12v.1",
};

/** A drawing that says nothing words beside it don't say. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
