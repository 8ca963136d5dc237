// The list of submissions: J and K move, Enter opens. The order of the list is kept for the report page's J and K.
"use strict";
document.documentElement.classList.add("js");

const rows = [...document.querySelectorAll("tr[data-row]")];
const addresses = rows.map((row) => row.querySelector("[data-open]").getAttribute("href"));
let at = -1;

function select(index) {
  if (rows[at]) rows[at].classList.remove("at");
  at = Math.max(0, Math.min(rows.length - 1, index));
  rows[at].classList.add("at");
  rows[at].querySelector("[data-open]").focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
}

function remember() {
  sessionStorage.setItem("loupe.list", JSON.stringify({ addresses, back: location.pathname + location.search }));
}

rows.forEach((row) => {
  row.addEventListener("click", (event) => {
    if (!event.target.closest("a") && !String(getSelection())) row.querySelector("[data-open]").click();
  });
});
if (addresses.every((address) => address.startsWith("/console/submissions/"))) remember(); // a list of rings is none to walk through

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea") || !rows.length) return;
  if (event.key === "j") select(at + 1);
  if (event.key === "k") select(at - 1);
});
