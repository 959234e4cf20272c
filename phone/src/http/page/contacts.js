// My contacts: who they are to me, and what each of us shows the other.

import { announce, h, list, live, said } from "./dom.js";
import { get, put, remove } from "./client.js";
import { cancel, confirm, dialog, form, textField } from "./dialog.js";
import { avatar } from "./images.js";
import { problemBox } from "./problems.js";
import { statusWord } from "./words.js";

export function contacts(scope) {
  return {
    title: "Contacts",
    body: [
      h("p", { class: "actions" }, h("a", { class: "button main", href: "#/pair" }, "Add a contact")),
      live(scope, () => get("/contacts"), (all, again) => people(list(all), again), problemBox),
    ],
  };
}

function people(all, again) {
  if (all.length === 0) {
    return h(
      "section", { class: "card" },
      h("p", {}, "You have no contacts yet."),
      h("p", { class: "quiet" }, "Contacts are people you have met: you scan each other’s code in person. They can show each other their status."),
    );
  }
  return h("ul", { class: "people" }, all.map((one) => h("li", { class: "card" }, person(one, again))));
}

/** The name I gave them, or else their own. */
const calls = (one) => one.alias || one.name;

function person(one, again) {
  const id = `share-${one.contact}`;
  return [
    h(
      "div", { class: "row" },
      avatar(one.avatar && `/contacts/${one.contact}/avatar`, calls(one)),
      h(
        "div", { class: "grow" },
        h("h2", {}, said(calls(one))),
        one.alias && h("p", { class: "quiet" }, "Calls themselves ", said(one.name)),
        h("p", {}, one.status ? ["Status: ", h("span", { class: `tag ${ILL[one.status] ?? ""}` }, statusWord(one.status))] : h("span", { class: "quiet" }, "Does not show you their status")),
        one.mutual === false && h("p", { class: "quiet" }, "Has not confirmed yet that they hold you, too."),
      ),
    ),
    h(
      "div", { class: "tick" },
      h("input", { type: "checkbox", id, role: "switch", checked: one.shares, onchange: (event) => share(one, event.target, again) }),
      h("label", { for: id }, "Show ", said(calls(one)), " my status"),
    ),
    h(
      "div", { class: "actions" },
      h("button", { type: "button", class: "plain", id: `rename-${one.contact}`, onclick: () => rename(one, again), "aria-label": `Give ${calls(one)} another name` }, "Rename"),
      h("button", { type: "button", class: "plain", id: `remove-${one.contact}`, onclick: () => forget(one, again), "aria-label": `Remove ${calls(one)}` }, "Remove"),
    ),
  ];
}

const ILL = { "high-risk": "bad", suspected: "bad", positive: "bad", negative: "good" };

async function share(one, box, again) {
  const wanted = box.checked;
  try {
    await put(`/contacts/${one.contact}`, { share_status: wanted });
    announce(wanted ? `${calls(one)} will see your status, within some hours.` : `${calls(one)} will no longer see your status.`);
  } catch (error) {
    box.checked = !wanted;
    dialog("That did not work", (close) => [problemBox(error), h("div", { class: "actions" }, h("button", { type: "button", class: "main", onclick: () => close() }, "Close"))]);
  }
  again();
}

async function rename(one, again) {
  const done = await dialog("Rename", (close) => {
    const alias = textField("Your name for them", "Only you see it. Leave it empty to use their own.", { value: one.alias ?? "" });
    return form([h("p", {}, "They call themselves ", said(one.name), "."), alias], "Save", async () => {
      await put(`/contacts/${one.contact}`, { alias: alias.input.value.trim() || null });
      close(true);
    }, { beside: [cancel(close)] });
  });
  if (done) {
    announce("Saved.");
    again();
  }
}

async function forget(one, again) {
  const gone = await confirm(`Remove ${calls(one)}?`,
    ["They are not told. They can’t reach you any more, and you no longer see each other’s status.", "Your phone moves to a new address and tells your other contacts."],
    "Remove", () => remove(`/contacts/${one.contact}`));
  if (gone) {
    announce("The contact is removed.");
    again();
  }
}
