// Starts the components that are on the page. A page without scripts stays whole; nothing is drawn here that is not there already.

import { initAll } from "./govuk-frontend.mjs";
import { SortableTable } from "./sortable-table.mjs";

initAll();

for (const table of document.querySelectorAll('[data-module="moj-sortable-table"]')) {
  new SortableTable(table);
}

// Radios that reveal a field. GOV.UK's own way puts aria-expanded on a radio, which a radio may not have.
const reveal = () => {
  for (const radio of document.querySelectorAll("input[type=radio][data-shows]")) {
    document.getElementById(radio.dataset.shows).classList.toggle("govuk-radios__conditional--hidden", !radio.checked);
  }
};
reveal();
addEventListener("change", reveal);
addEventListener("pageshow", reveal);

// Only a region that really scrolls needs a place in the tab order.
const regions = [...document.querySelectorAll(".wp-table")];
const measure = () => {
  for (const region of regions) {
    if (region.scrollWidth > region.clientWidth) {
      region.tabIndex = 0;
    } else {
      region.removeAttribute("tabindex");
    }
  }
};
measure();
addEventListener("resize", measure);

// What stands inside a closed "details" is printed all the same, also where the style sheet cannot open it.
const opened = [];
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details:not([open])")) {
    one.open = true;
    opened.push(one);
  }
});
addEventListener("afterprint", () => {
  for (const one of opened.splice(0)) {
    one.open = false;
  }
});

for (const button of document.querySelectorAll("[data-print-page]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
