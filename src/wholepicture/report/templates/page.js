(function () {
  "use strict";
  var form = document.getElementById("filter");
  var pattern = document.getElementById("filter-pattern");
  var words = document.getElementById("filter-words");
  var result = document.getElementById("filter-result");
  var findings = Array.prototype.slice.call(document.querySelectorAll("article.finding"));
  var closed = [];
  function holds(node, wanted) { return node.textContent.toLowerCase().indexOf(wanted) !== -1; }
  function show() {
    var wanted = words.value.trim().toLowerCase(), shown = 0;
    findings.forEach(function (one) {
      var fits = (!pattern.value || one.dataset.pattern === pattern.value) && (!wanted || holds(one, wanted));
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    document.querySelectorAll("section.week, details.over").forEach(function (group) {
      group.hidden = !group.querySelector("article.finding:not([hidden])");
      if (group.tagName === "DETAILS" && (wanted || pattern.value) && !group.hidden) { group.open = true; }
    });
    result.textContent = wanted || pattern.value ? shown + " of " + findings.length + " findings shown" : "";
  }
  function openAll(open) {
    document.querySelectorAll("details.body, details.over").forEach(function (one) { one.open = open; });
  }
  if (findings.length > 1) { form.hidden = false; }
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", show);
  document.getElementById("open-all").addEventListener("click", function () { openAll(true); });
  document.getElementById("close-all").addEventListener("click", function () { openAll(false); });
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (one) { one.open = false; });
  });
}());
