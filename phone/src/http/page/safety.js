// What a person does when the phone may be lost: a backup, or nothing left to find.

import { announce, h } from "./dom.js";
import { phone, post, postForBytes, Problem } from "./client.js";
import { cancel, dialog, form, textField } from "./dialog.js";

export function backup() {
  const secret = { type: "password", required: true, autocomplete: "new-password" };
  const passphrase = textField("Passphrase", "Four or more random words. Without it nobody can read the backup, you included.", secret);
  const again = textField("Once more", "", secret);
  return [
    h("p", {}, "One encrypted file with your identity, contacts, live events and settings."),
    form([passphrase, again], "Download backup", async () => {
      if (passphrase.input.value !== again.input.value) throw new Problem("differ");
      const file = await postForBytes("/backup", { passphrase: passphrase.input.value });
      passphrase.input.value = "";
      again.input.value = "";
      offer(file, `corona-${new Date().toISOString().slice(0, 10)}.backup`);
      announce("The backup is ready.");
    }, { look: "plain", waits: "Encrypting …" }),
  ];
}

/** Hands bytes to the browser's downloads. */
function offer(file, name) {
  const url = URL.createObjectURL(file);
  const link = h("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function wipe() {
  return [
    h("p", {}, "Erases keys, contacts, events and everything else this phone holds, at once. Only a backup brings anything back."),
    h("div", { class: "actions" }, h("button", { type: "button", class: "danger", id: "wipe", onclick: ask }, "Erase everything …")),
  ];
}

async function ask() {
  await dialog("Erase everything?", (close) => {
    const word = textField("Type “wipe” to confirm", "", { required: true, autocapitalize: "none", spellcheck: "false" });
    return form(
      [
        h("p", {}, "Nothing of this profile can be recovered afterwards, by you or by anybody."),
        h("p", {}, "Guests of events you host can’t be warned through you any more. Nobody is told."),
        word,
      ],
      "Erase everything",
      async () => {
        if (word.input.value.trim() !== "wipe") throw new Problem("unconfirmed");
        await post("/panic", { confirm: "wipe" });
        close(true);
        announce("Everything has been erased.");
        phone.dispatchEvent(new Event("no-profile"));
      },
      { look: "danger", waits: "Erasing …", beside: [cancel(close)] },
    );
  });
}
