// What WCAG 2.2 AA asks of what can be seen now: contrast (1.4.3), reflow (1.4.10), names of
// controls (4.1.2) and their size (2.5.8). Answers how much text there was, and every fault.

const faults = [];
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth} pixels in ${root.clientWidth}`);

const paper = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function colour(text) {
  paper.clearRect(0, 0, 1, 1);
  paper.fillStyle = text;
  paper.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = paper.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}
const over = (top, ground) => [0, 1, 2].map((i) => top[i] * top[3] + ground[i] * (1 - top[3])).concat(1);

function ground(element) {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const layer = colour(getComputedStyle(at).backgroundColor);
    if (layer[3] > 0) layers.push(layer);
    if (layer[3] === 1) break;
  }
  return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(element) {
  const below = ground(element);
  const ink = over(colour(getComputedStyle(element).color), below);
  const [a, b] = [luminance(ink), luminance(below)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

const inSight = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
let texts = 0;
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const element = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !inSight(element)) continue;
  texts += 1;
  const style = getComputedStyle(element);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  const found = contrast(element);
  if (found < (large ? 3 : 4.5)) faults.push(`contrast ${found.toFixed(2)}: ${walk.currentNode.data.trim().slice(0, 40)}`);
  const box = element.getBoundingClientRect();
  const shown = document.querySelector("dialog") === null || element.closest("dialog");
  if (shown && box.width > 0 && box.right > root.clientWidth + 1) faults.push(`beyond the edge: ${walk.currentNode.data.trim().slice(0, 40)}`);
}

for (const control of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
  if (!inSight(control)) continue;
  const name = control.getAttribute("aria-label") || [...(control.labels ?? [])].map((label) => label.textContent).join("") || control.textContent;
  if (!name.trim()) faults.push(`no name: ${control.outerHTML.slice(0, 80)}`);
  const box = control.getBoundingClientRect();
  const inline = getComputedStyle(control).display === "inline";
  // Labels are pressed as well as the small boxes they belong to.
  const labelled = control.type === "checkbox" || control.type === "radio";
  if (!inline && !labelled && (box.width < 24 || box.height < 24)) faults.push(`${box.width}×${box.height}: ${name.trim()}`);
}

const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) faults.push(`two of id ${id}`);
for (const image of document.querySelectorAll("img:not([alt])")) faults.push(`no alt: ${image.src}`);
const levels = [...document.querySelectorAll("main :is(h1, h2, h3)")].map((heading) => Number(heading.tagName[1]));
if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) faults.push(`headings ${levels}`);

return { texts, faults };
