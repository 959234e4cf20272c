// Pictures on their way in and out.
//
// A photograph tells where and when it was taken, and by which camera. What is chosen here is
// drawn anew before it leaves the page, so that others get the picture alone.

import { h } from "./dom.js";
import { getImage, Problem } from "./client.js";

/** The protocol carries no larger ones. */
const MOST_BYTES = 256 * 1024;
const QUALITIES = [0.9, 0.8, 0.65, 0.5, 0.35];

/** The file as a fresh JPEG of at most `width` × `height` pixels, or square if `crop`. */
export async function redrawn(file, width, height, crop = false) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new Problem("picture", "The browser can’t read this file as a picture.");
  }
  const side = Math.min(picture.width, picture.height);
  const from = crop
    ? [(picture.width - side) / 2, (picture.height - side) / 2, side, side]
    : [0, 0, picture.width, picture.height];
  const scale = Math.min(1, width / from[2], height / from[3]);
  const canvas = h("canvas", { width: Math.round(from[2] * scale), height: Math.round(from[3] * scale) });
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, ...from, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob && blob.size <= MOST_BYTES) return blob;
  }
  throw new Problem("picture", "It stays larger than 256 KiB, however it is drawn.");
}

/** Bytes as base64, as JSON carries them. */
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Problem("file"));
    reader.readAsDataURL(blob);
  });
}

/** An image of these bytes; the browser forgets the bytes once it is drawn. */
export function imageOf(blob, alt, look) {
  const url = URL.createObjectURL(blob);
  const done = () => URL.revokeObjectURL(url);
  return h("img", { src: url, alt, class: look, onload: done, onerror: done });
}

/** A picture the phone holds; an empty box until it is there, and if it isn't. */
export function imageAt(path, alt, look) {
  const place = h("span", { class: `${look} holder` });
  getImage(path).then((blob) => place.replaceWith(imageOf(blob, alt, look)), () => {});
  return place;
}

/** A person's picture, or the first letter of their name. */
export function avatar(path, name) {
  if (path) return imageAt(path, "", "avatar");
  const [letter = "?"] = name.trim();
  return h("span", { class: "avatar letter", "aria-hidden": "true" }, letter.toUpperCase());
}
