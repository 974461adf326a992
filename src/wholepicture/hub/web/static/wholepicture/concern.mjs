// While a concern is written: opens the details that fit, shows what the words speak of, and saves a draft. The page is whole without it.

const form = document.querySelector("form[data-concern]");
const shown = form.querySelector("[data-notes-here]");
const told = form.querySelector("[data-saved]");
const PAUSE = 1200;
let timer = 0;
let round = 0;
let leaving = false;

for (const radio of form.querySelectorAll("input[name=about]")) {
  radio.addEventListener("change", () => {
    const details = document.getElementById(radio.value === "group" ? "adult" : radio.value);
    details.open = true;
  });
}

const written = (without = []) => {
  const fields = new FormData(form);
  for (const name of without) {
    fields.delete(name);
  }
  return new URLSearchParams(fields);
};

const send = (address, body) =>
  fetch(address, { method: "POST", body, redirect: "manual", credentials: "same-origin" });

const look = async () => {
  const mine = ++round;
  if (!form.elements.seen.value.trim() || leaving) {
    return;
  }
  try {
    const saved = await send(form.dataset.draft, written());
    if (leaving || mine !== round) {
      return;
    }
    told.textContent = saved.ok
      ? "Saved as a draft. Nothing has been sent yet."
      : saved.type === "opaqueredirect"
        ? "You have been signed out. What you write is kept as a draft: it is there once you have signed in again."
        : "This could not be saved as a draft just now. You can still send it.";
    const found = await send(form.dataset.notes, written());
    if (found.ok && mine === round && !leaving) {
      const text = await found.text();
      if (shown.innerHTML.trim() !== text.trim()) {
        shown.innerHTML = text;
      }
    }
  } catch {
    told.textContent = "Whole Picture cannot be reached just now. What you wrote is still on this page.";
  }
};

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
form.addEventListener("submit", () => {
  leaving = true;
  clearTimeout(timer);
});
addEventListener("pageshow", () => {
  leaving = false;
});

// A link to a field that stands in closed details opens them.
addEventListener("click", (event) => {
  const target = event.target.closest?.('a[href^="#"]')?.hash;
  const field = target && document.getElementById(decodeURIComponent(target.slice(1)));
  const closed = field?.closest("details:not([open])");
  if (closed) {
    closed.open = true;
    field.focus();
  }
});
