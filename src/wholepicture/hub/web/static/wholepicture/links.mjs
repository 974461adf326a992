// Keys for the review of links: each presses the button that bears it. Without scripts the buttons are there all the same.

const OFF = "links keys off";
const box = document.getElementById("keys-off");

const kept = () => {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
};
if (box) {
  box.closest("[data-keys-switch]").hidden = false;
  box.checked = kept();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, box.checked ? "yes" : "no");
    } catch {
      // A browser that keeps nothing still heeds the box on this page.
    }
  });
}

const writes = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
let pressed = false;

addEventListener("pageshow", () => {
  pressed = false;
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || writes(event.target) || (box && box.checked)) {
    return;
  }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button || pressed) {
    return;
  }
  event.preventDefault();
  pressed = button.tagName === "BUTTON";
  button.click();
  if (!pressed) {
    button.focus();
  }
});
