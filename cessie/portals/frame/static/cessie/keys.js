// "/" goes to the search field; a form that was sent cannot be sent a second time by a double click.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
  const field = document.querySelector("input[type=search]");
  if (field) { event.preventDefault(); field.focus(); field.select(); }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
}));
// A list with data-keys: j and k go down and up, Enter opens, c presses the row's (or the page's) button of that letter.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const links = [...document.querySelectorAll("table[data-keys] tbody th a")];
  const row = event.target.closest("table[data-keys] tbody tr");
  if ((event.key === "j" || event.key === "k") && links.length) {
    const here = row ? links.indexOf(row.querySelector("th a")) : -1;
    links[Math.max(0, Math.min(links.length - 1, here + (event.key === "j" ? 1 : -1)))].focus();
    event.preventDefault();
  } else if (event.key === "c" && (row || !links.length)) {
    (row || document).querySelector("button[data-key=c]")?.click();
  }
});
// A list does not renew itself under somebody's hands; a page shown below its task keeps its own addresses.
document.addEventListener("htmx:beforeRequest", (event) => {
  const list = event.target;
  if (list.id === "found" && list.querySelector("input:checked, :focus")) event.preventDefault();
});
document.addEventListener("htmx:afterSwap", (event) => {
  const about = event.target.closest(".about");
  if (!about) return;
  const place = about.getAttribute("hx-get");
  about.querySelectorAll("form:not([action])").forEach((form) => { form.action = place; });
  about.querySelectorAll("a[href^='?']").forEach((link) => { link.href = place + link.getAttribute("href"); });
});
