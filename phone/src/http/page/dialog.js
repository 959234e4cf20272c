// Forms and dialogs that a keyboard gets through, and out of.

import { h, show } from "./dom.js";
import { problemBox } from "./problems.js";

let numbered = 0;

/** A labelled input with its hint. `make` builds the input with the attributes it is given. */
export function field(label, hint, make, id = `field-${(numbered += 1)}`) {
  const described = hint ? `${id}-hint` : undefined;
  const input = make({ id, "aria-describedby": described });
  return {
    input,
    element: h(
      "div", { class: "field" },
      h("label", { for: id }, label),
      hint && h("p", { class: "hint", id: described }, hint),
      input,
    ),
  };
}

export const textField = (label, hint, given = {}) =>
  field(label, hint, (ids) => h("input", { type: "text", autocomplete: "off", ...given, ...ids }), given.id);

export const longField = (label, hint, given = {}) =>
  field(label, hint, (ids) => h("textarea", { rows: 3, autocomplete: "off", spellcheck: "false", ...given, ...ids }), given.id);

/** A text that the protocol limits in bytes, not in letters. */
export function boundedField(label, hint, limit, given = {}) {
  const left = h("p", { class: "hint", "aria-live": "polite" });
  const made = textField(label, hint, given);
  const check = () => {
    const over = new TextEncoder().encode(made.input.value).length - limit;
    made.input.setCustomValidity(over > 0 ? `Too long by ${over}: at most ${limit} bytes fit.` : "");
    left.textContent = over > 0 ? made.input.validationMessage : "";
  };
  made.input.addEventListener("input", check);
  made.element.append(left);
  return made;
}

/** A checkbox with its label behind it. */
export function tick(label, hint, given = {}) {
  const id = given.id ?? `field-${(numbered += 1)}`;
  const input = h("input", { type: "checkbox", "aria-describedby": hint ? `${id}-hint` : undefined, ...given, id });
  return {
    input,
    element: h(
      "div", { class: "tick" }, input,
      h("div", {}, h("label", { for: id }, label), hint && h("p", { class: "hint", id: `${id}-hint` }, hint)),
    ),
  };
}

/**
 * A form that carries out `action` once at a time, says that it is at it, and shows what went
 * wrong where the person is. Buttons stay reachable meanwhile, so that focus is never lost.
 */
export function form(parts, label, action, { look = "main", waits = "Working …", beside = [] } = {}) {
  const trouble = h("div", { class: "trouble" });
  const button = h("button", { type: "submit", class: look }, label);
  let busy = false;
  return h(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        if (busy) return;
        busy = true;
        button.setAttribute("aria-disabled", "true");
        button.textContent = waits;
        trouble.replaceChildren();
        try {
          await action();
        } catch (error) {
          show(trouble, problemBox(error));
          trouble.firstElementChild.focus();
        }
        busy = false;
        button.removeAttribute("aria-disabled");
        button.textContent = label;
      },
    },
    parts.map((part) => part.element ?? part),
    trouble,
    h("div", { class: "actions" }, button, beside),
  );
}

/** A button that does one thing, with its trouble shown behind it. `waits` stands on it meanwhile. */
export function action(label, act, { waits, ...given } = {}) {
  const trouble = h("div", { class: "trouble" });
  let busy = false;
  const button = h("button", {
    type: "button", class: "plain", ...given,
    onclick: async () => {
      if (busy) return;
      busy = true;
      button.setAttribute("aria-disabled", "true");
      if (waits) button.textContent = waits;
      trouble.replaceChildren();
      try {
        await act();
      } catch (error) {
        show(trouble, problemBox(error));
        trouble.firstElementChild.focus();
      }
      busy = false;
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    },
  }, label);
  return h("div", { class: "action" }, button, trouble);
}

const REACHABLE = "a[href], button, input, select, textarea, [tabindex='0']";

/** Keeps Tab inside: the browser alone would let it wander into its own bars. */
function hold(event, dialog) {
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll(REACHABLE)].filter((stop) => !stop.disabled && stop.offsetParent);
  const [first, last] = [stops[0], stops.at(-1)];
  const from = document.activeElement;
  if (event.shiftKey && (from === first || from === dialog)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && from === last) {
    event.preventDefault();
    first.focus();
  }
}

/**
 * Opens a dialog; `fill(close)` gives its content. Resolves to what `close` was given, or
 * nothing if the person left by Escape. The keyboard goes back to where it was.
 */
export function dialog(title, fill) {
  const from = document.activeElement;
  const name = `dialog-${(numbered += 1)}`;
  return new Promise((resolve) => {
    let answer;
    const close = (given) => {
      answer = given;
      box.close();
    };
    const box = h(
      "dialog", { "aria-labelledby": name, onkeydown: (event) => hold(event, box) },
      h("h2", { id: name }, title),
      fill(close),
    );
    box.addEventListener("close", () => {
      box.remove();
      // What opened it may have been drawn anew meanwhile, or another view may have the keyboard.
      const back = from?.isConnected ? from : document.getElementById(from?.id);
      if (document.activeElement === document.body) (back ?? document.getElementById("main")).focus();
      resolve(answer);
    });
    document.body.append(box);
    box.showModal();
    (box.querySelector("input, textarea") ?? box.querySelector("button"))?.focus();
  });
}

export const cancel = (close) =>
  h("button", { type: "button", class: "plain", onclick: () => close(undefined) }, "Cancel");

/** Asks before something that can't be undone. `act` runs inside, so that its trouble shows. */
export function confirm(title, body, label, act) {
  return dialog(title, (close) =>
    form(body.map((text) => h("p", {}, text)), label, async () => {
      await act();
      close(true);
    }, { look: "danger", beside: [cancel(close)] }));
}
