// Profile, gateway and battery; backup and wipe come from safety.js.

import { announce, h, live } from "./dom.js";
import { get, put, putImage, remove } from "./client.js";
import { action, boundedField, field, form, tick } from "./dialog.js";
import { avatar, redrawn } from "./images.js";
import { problemBox } from "./problems.js";
import { bytes, moment, networkWords } from "./words.js";
import { backup, wipe } from "./safety.js";

const AVATAR_PIXELS = 320;

export function settings(scope) {
  return {
    title: "Settings",
    body: [
      card("Gateway", live(scope, () => get("/gateway"), gateway, problemBox, 5000)),
      card("Battery", live(scope, () => get("/conditions"), battery, problemBox)),
      card("Profile", live(scope, () => get("/profile"), profile, problemBox)),
      card("Backup", backup()),
      card("Erase everything", wipe()),
    ],
  };
}

const card = (title, ...body) => h("section", { class: "card" }, h("h2", {}, title), ...body);

function gateway(shown, again) {
  const { word, says, remedy, look } = networkWords(shown);
  const turn = async () => {
    await (shown.enabled ? remove("/gateway") : put("/gateway"));
    announce(shown.enabled ? "The gateway is off." : "The gateway is on.");
    await again();
  };
  return [
    h("p", {}, h("span", { class: `tag ${look === "good" ? "good" : "wait"}` }, word), " ", says ?? sentence(shown.network_text || "This phone is on the network")),
    remedy && h("p", { class: "quiet" }, remedy),
    shown.enabled && h(
      "dl", { class: "figures" },
      pair("Received", bytes(shown.received_bytes ?? 0)),
      pair("Sent", bytes(shown.sent_bytes ?? 0)),
      shown.since && pair("Since", moment(shown.since)),
    ),
    h("p", { class: "hint" }, "The gateway is this phone’s way into the Tor network. While it is off, events you host can’t be reached and no warning reaches you."),
    action(shown.enabled ? "Switch the gateway off" : "Switch the gateway on", turn, { class: shown.enabled ? "plain" : "main", id: "gateway", waits: "Switching …" }),
  ];
}

/** What the phone says, as a sentence of its own. */
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;

const pair = (label, value) => h("div", {}, h("dt", {}, label), h("dd", {}, value));

function battery(shown, again) {
  const box = (name, label, hint) => tick(label, hint, {
    id: `condition-${name}`, role: "switch", checked: shown[name],
    onchange: async (event) => {
      const wanted = event.target.checked;
      try {
        await put("/conditions", { ...shown, [name]: wanted });
        announce("Saved.");
      } catch (error) {
        event.target.checked = !wanted;
        place.replaceChildren(problemBox(error));
      }
      again();
    },
  }).element;
  const place = h("div", {});
  return [
    box("metered", "The connection is metered", "Events are not asked for news meanwhile; reports of your own still go out."),
    box("battery_saver", "Save battery", "The same. Warnings reach you later: once both are off again."),
    shown.heeded !== undefined && box("heeded", "Heed the two above", "Without it events are asked for news whatever the connection costs."),
    place,
  ];
}

function profile(shown, again) {
  const name = boundedField("Name", "Your contacts see it within some hours.", 64, { required: true, value: shown.name, id: "profile-name" });
  const picture = field("Picture", "Your contacts see it. It is drawn anew first, without place, time or camera.", (ids) =>
    h("input", { type: "file", accept: "image/*", ...ids, required: true }));
  const has = shown.avatar === true;
  return [
    h("div", { class: "row" }, avatar(has && "/profile/avatar", shown.name), h("div", { class: "grow" },
      form([name], "Save name", async () => {
        await put("/profile", { name: name.input.value });
        announce("Saved.");
        again();
      }, { look: "plain" }))),
    shown.policy && h("p", { class: "hint" }, shown.policy === "whitepaper"
      ? "Warnings go up to 14 events far, as in the whitepaper. This is fixed for the profile’s life."
      : "Warnings go two events far and fade with time. This is fixed for the profile’s life."),
    form([picture], "Save picture", async () => {
      await putImage("/profile/avatar", await redrawn(picture.input.files[0], AVATAR_PIXELS, AVATAR_PIXELS, true));
      announce("Saved.");
      picture.input.value = "";
      again();
    }, { look: "plain", beside: has ? [action("Remove picture", async () => {
      await remove("/profile/avatar");
      announce("The picture is removed.");
      again();
    }, { id: "remove-picture" })] : [] }),
  ];
}
