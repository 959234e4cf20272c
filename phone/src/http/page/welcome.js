// The first start: a new profile, a restored one, or a page without its key.

import { announce, h } from "./dom.js";
import { keepToken, post } from "./client.js";
import { boundedField, field, form, textField } from "./dialog.js";
import { base64 } from "./images.js";

/** A card of a page, with its own heading. */
const card = (title, ...body) => h("section", { class: "card" }, h("h2", {}, title), ...body);

/** There is no profile yet. `open` looks again once there is. */
export const welcome = (open) => () => ({
  title: "Welcome",
  look: "narrow",
  body: [
    h(
      "p", { class: "lead" },
      "This phone warns you if somebody you met may have been infectious, and lets you warn others. "
        + "What it knows is kept on this device. There is no account and no server.",
    ),
    card("Begin with a new profile", create(open)),
    card("Restore a backup", restore(open)),
  ],
});

function create(open) {
  const name = boundedField("Your name", "Your contacts see it, and organizers to whom you report. It can be changed later.", 64, {
    required: true, autocomplete: "nickname",
  });
  const policy = field("How far warnings go", "Everybody at an event should have chosen the same.", (ids) =>
    h(
      "select", ids,
      h("option", { value: "graded" }, "Graded: two events far, fading with time (recommended)"),
      h("option", { value: "whitepaper" }, "As in the whitepaper: up to 14 events far"),
    ));
  return form([name, h("details", {}, h("summary", {}, "More"), policy.element)], "Create profile", async () => {
    await once(() => post("/profile", { name: name.input.value, policy: policy.input.value }), "Your profile has been created.");
    await open();
  });
}

function restore(open) {
  const file = field("Backup file", "As downloaded from this page before.", (ids) =>
    h("input", { type: "file", required: true, ...ids }));
  const passphrase = textField("Its passphrase", "", { type: "password", required: true, autocomplete: "current-password" });
  return form([file, passphrase], "Restore", async () => {
    const backup = await base64(file.input.files[0]);
    await once(() => post("/profile/restore", { backup, passphrase: passphrase.input.value }), "Your profile has been restored.");
    passphrase.input.value = "";
    await open();
  }, { look: "plain", waits: "Opening the backup …" });
}

/** Whoever made a profile elsewhere meanwhile is shown that one. */
async function once(make, told) {
  try {
    await make();
    announce(told);
  } catch (error) {
    if (error.reason !== "duplicate") throw error;
    announce("This phone has a profile already: here it is. Nothing was changed.");
  }
}

/** The key that `corona run --api` prints is missing, or no longer fits. */
export const keyMissing = (open) => () => {
  const key = textField("Address or key", "The whole address is fine, too.", { required: true, spellcheck: "false" });
  return {
    title: "This page needs its key",
    look: "narrow",
    body: [
      h(
        "section", { class: "card" },
        h("p", {}, "Only whoever started the phone may use it. When “corona run --api” starts, it prints an address; the part "
          + "after # is the key. Open that address, or paste it here. Each start has a key of its own."),
        form([key], "Open", async () => {
          const text = key.input.value.trim();
          keepToken(text.slice(text.indexOf("#") + 1));
          await open();
        }),
      ),
    ],
  };
};
