// The report page: zoom, pan, overlays and keys. Everything drawn is in the picture's own upright pixels, so zooming is a
// change of the SVG's viewBox and nothing can drift. No markup is ever built from text.
"use strict";
document.documentElement.classList.add("js");

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);

// ---- picture: zoom and pan -------------------------------------------------------------------------------------
const stage = one(".viewer .stage");
const size = stage ? { w: Number(stage.dataset.w), h: Number(stage.dataset.h) } : null;
const labels = stage ? all(".label", stage).map((node) => ({ node, size: Number(node.getAttribute("font-size")) })) : [];
let view = size ? { x: 0, y: 0, w: size.w, h: size.h } : null;

function show(next) {
  view = next;
  stage.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
  const scale = Math.max(view.w / size.w, view.h / size.h);
  labels.forEach((label) => label.node.setAttribute("font-size", label.size * Math.min(1, scale)));
}

function fit() { show({ x: 0, y: 0, w: size.w, h: size.h }); }

// zoom keeps the picture's point px, py where it is on the screen.
function zoom(factor, px = view.x + view.w / 2, py = view.y + view.h / 2) {
  const w = Math.min(size.w * 4, Math.max(16, view.w * factor));
  const f = w / view.w;
  show({ x: px - (px - view.x) * f, y: py - (py - view.y) * f, w, h: view.h * f });
}

function toggleActualPixels() {
  if (view.w !== size.w) return fit();
  const box = stage.getBoundingClientRect();
  show({ x: (size.w - box.width) / 2, y: (size.h - box.height) / 2, w: box.width, h: box.height });
}

function pointAt(event) {
  const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(stage.getScreenCTM().inverse());
  return [p.x, p.y];
}

function enablePointer() {
  stage.addEventListener("wheel", (event) => {
    if (event.ctrlKey) return; // the browser's own page zoom
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...pointAt(event));
  }, { passive: false });
  let from = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = pointAt(event);
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("dragging");
  });
  stage.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = pointAt(event);
    show({ ...view, x: view.x + from[0] - x, y: view.y + from[1] - y });
  });
  const end = () => { from = null; stage.classList.remove("dragging"); };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
}

// ---- overlays --------------------------------------------------------------------------------------------------
const layers = stage ? all("[data-layer]", stage) : [];
const boxes = new Map(all("[data-toggle]").map((box) => [box.dataset.toggle, box]));
const slider = one('[data-act="opacity"]');

function setLayer(node, on) {
  node.classList.toggle("off", !on);
  boxes.get(node.dataset.layer).checked = on;
}

function setOverlays(on) {
  stage.classList.toggle("bare", !on);
  one('[data-act="overlays"]').setAttribute("aria-pressed", String(on));
}

function setOpacity(percent) {
  slider.value = String(percent);
  layers.filter((node) => node.classList.contains("heat")).forEach((node) => node.setAttribute("opacity", String(slider.value / 100)));
}

// focusFinding shows one finding's marks alone and goes to them.
function focusFinding(number) {
  const article = document.getElementById("finding-" + number);
  if (!article) return;
  all(".finding.at").forEach((node) => node.classList.remove("at"));
  article.classList.add("at");
  article.scrollIntoView({ block: "nearest" });
  if (!stage) return;
  setOverlays(true);
  layers.forEach((node) => setLayer(node, node.dataset.finding === String(number)));
  const shapes = layers.filter((node) => node.dataset.finding === String(number) && !node.classList.contains("heat"));
  shapes.length ? goTo(shapes) : fit();
}

function goTo(groups) {
  const found = groups.flatMap((group) => all(".line", group)).map((shape) => shape.getBBox());
  const left = Math.min(...found.map((b) => b.x)), right = Math.max(...found.map((b) => b.x + b.width));
  const top = Math.min(...found.map((b) => b.y)), bottom = Math.max(...found.map((b) => b.y + b.height));
  const grow = Math.max(1, Math.min(size.w / (right - left), size.h / (bottom - top), 8) / 1.5);
  const w = size.w / grow, h = size.h / grow;
  if (grow <= 1.05) return fit();
  show({ x: (left + right - w) / 2, y: (top + bottom - h) / 2, w, h });
}

function wholePicture() {
  all(".finding.at").forEach((node) => node.classList.remove("at"));
  layers.forEach((node) => setLayer(node, node.classList.contains("suspect")));
  setOverlays(true);
  fit();
}

// ---- links -----------------------------------------------------------------------------------------------------
function flip(button) {
  const image = one(".flip", button.closest("figure"));
  const hidden = image.classList.toggle("off");
  all(".layer", image.parentNode).forEach((node) => node.classList.toggle("off", !hidden));
  button.setAttribute("aria-pressed", String(!hidden));
}

// blink lays the registered pair on one place and changes between them, two rounds a second: below the three flashes of
// WCAG 2.3.1. Who asked for less motion changes by hand: this one, the other one, both again.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const blinking = new Map();

function showPair(figure, over, other) {
  figure.classList.toggle("over", over);
  figure.classList.toggle("other", over && other);
  one("[data-blink]", figure).setAttribute("aria-pressed", String(over));
  one("[data-blink-now]", figure).textContent = !over ? "This one and the other one, aligned" : blinking.has(figure) ? "Blinking" : other ? "The other one" : "This one";
}

function blink(button) {
  const figure = button.closest("figure");
  const over = figure.classList.contains("over"), other = figure.classList.contains("other");
  if (calm.matches && !blinking.has(figure)) return showPair(figure, !over || !other, over && !other);
  if (blinking.has(figure)) {
    clearInterval(blinking.get(figure));
    blinking.delete(figure);
    return showPair(figure, false);
  }
  blinking.set(figure, setInterval(() => figure.classList.toggle("other"), 250));
  showPair(figure, true, false);
}

// nextWord goes to the buttons of the next link; Enter presses, so that nothing is said by one key.
function nextWord() {
  const forms = all(".link .say");
  const next = forms[(forms.indexOf(document.activeElement.closest(".say")) + 1) % forms.length];
  if (!next) return;
  next.closest(".link").scrollIntoView();
  one("button", next).focus({ preventScroll: true });
}

// ---- the list this submission was opened from ------------------------------------------------------------------
function neighbours() {
  let list = null;
  try { list = JSON.parse(sessionStorage.getItem("loupe.list")); } catch { /* a stranger's value: no list */ }
  if (!list || !Array.isArray(list.addresses)) return;
  const at = list.addresses.indexOf(location.pathname);
  if (typeof list.back === "string" && list.back.startsWith("/console/")) one("[data-list]").setAttribute("href", list.back);
  if (at < 0) return;
  one("[data-position]").textContent = `${at + 1} of ${list.addresses.length} on this page of the list`;
  all("[data-step]").forEach((link) => {
    const next = list.addresses[at + Number(link.dataset.step)];
    link.setAttribute("href", typeof next === "string" && next.startsWith("/console/") ? next : one("[data-list]").getAttribute("href"));
  });
}

// ---- wiring ----------------------------------------------------------------------------------------------------
const help = document.getElementById("help");
const acts = {
  "zoom-in": () => zoom(1 / 1.4), "zoom-out": () => zoom(1.4), fit: toggleActualPixels,
  overlays: () => setOverlays(stage.classList.contains("bare")),
  help: () => (help.open ? help.close() : help.showModal()),
};
const keys = {
  "+": acts["zoom-in"], "=": acts["zoom-in"], "-": acts["zoom-out"], z: acts.fit, o: acts.overlays, 0: wholePicture,
  "[": () => setOpacity(Number(slider.value) - 10), "]": () => setOpacity(Number(slider.value) + 10),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input:not([type="checkbox"]):not([type="range"]), select, textarea')) return;
  const key = event.key.toLowerCase();
  if (key === "?") return acts.help();
  if (help.open) return;
  if (key >= "1" && key <= "9") return focusFinding(key);
  if (key === "j" || key === "k") return one(`[data-step="${key === "j" ? 1 : -1}"]`).click();
  if (key === "c") return document.getElementById("links").scrollIntoView();
  if (key === "b" && one("[data-flip]")) return flip(one("[data-flip]"));
  if (key === "m") return nextWord();
  if (key === "v" && one("[data-blink]")) return blink(one("[data-blink]"));
  if (!stage) return;
  if (key === " " && !event.target.closest("button, a, input, summary")) {
    event.preventDefault();
    return stage.classList.add("bare");
  }
  if (keys[key]) keys[key]();
}

document.addEventListener("keydown", onKey);
document.addEventListener("keyup", (event) => {
  if (event.key === " " && stage && !event.target.closest("button, a, input, summary")) setOverlays(true);
});
all("[data-act]").forEach((node) => {
  if (node !== slider) node.addEventListener("click", acts[node.dataset.act]);
});
all("[data-focus]").forEach((node) => node.addEventListener("click", (event) => {
  event.preventDefault();
  focusFinding(node.dataset.focus);
}));
all("[data-flip]").forEach((node) => node.addEventListener("click", () => flip(node)));
all("[data-blink]").forEach((node) => node.addEventListener("click", () => blink(node)));
boxes.forEach((box, id) => box.addEventListener("change", () => {
  setOverlays(true);
  layers.filter((node) => node.dataset.layer === id).forEach((node) => setLayer(node, box.checked));
}));
if (slider) slider.addEventListener("input", () => setOpacity(slider.value));
if (stage) enablePointer();
neighbours();
