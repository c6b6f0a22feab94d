// Reading needs none of this: filters, search, folding and the title's language.
(function () {
  "use strict";
  var root = document.documentElement;
  var form = document.getElementById("filters");
  var search = document.getElementById("search");
  var rules = Array.prototype.slice.call(document.querySelectorAll("details.rule"));
  var chapters = Array.prototype.slice.call(document.querySelectorAll("section.chapter"));

  function speak(lang) {
    root.lang = lang;
    document.title = document.querySelector("title").dataset[lang];
  }
  document.querySelectorAll("input[name=lang]").forEach(function (choice) {
    choice.addEventListener("change", function () { speak(choice.value); });
    if (choice.checked) { speak(choice.value); }
  });

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  // What is searched: a rule's own words, then each of its findings; read once.
  var index = null;
  function read() {
    index = rules.map(function (rule) {
      var findings = Array.prototype.slice.call(rule.querySelectorAll("li.finding"));
      var own = rule.querySelector("summary").textContent + " " + rule.querySelector(".id").textContent;
      rule.querySelectorAll(".body > :not(ol):not(details)").forEach(function (part) { own += " " + part.textContent; });
      return {
        own: plain(own),
        findings: findings.map(function (item) { return { item: item, text: plain(item.textContent) }; }),
        more: rule.querySelector("details.more")
      };
    });
  }
  function chosen(name) {
    var values = {}, any = false;
    form.querySelectorAll("input[name=" + name + "]:checked").forEach(function (box) { values[box.value] = any = true; });
    return any ? values : null;
  }
  function hide(element, hidden) {
    if (element.hidden !== hidden) { element.hidden = hidden; }
  }
  function filter() {
    var status = chosen("status"), severity = chosen("severity"), chapter = chosen("chapter");
    var words = plain(search.value).split(/\s+/).filter(Boolean);
    if (words.length && !index) { read(); }
    var shown = 0, living = {};
    rules.forEach(function (rule, at) {
      var data = rule.dataset;
      var kept = (!status || status[data.status]) && (!severity || severity[data.severity]) && (!chapter || chapter[data.chapter]);
      if (kept && index) { kept = look(rule, index[at], words); }
      hide(rule, !kept);
      if (kept) { shown += 1; living["chapter-" + data.chapter] = true; }
    });
    chapters.forEach(function (section) { hide(section, !living[section.id]); });
    document.getElementById("shown").textContent = shown;
    hide(document.getElementById("none"), shown > 0);
  }
  // Whether a rule has all the words, in its own text or in one finding; only
  // the findings that have them stay when the rule itself does not.
  function look(rule, entry, words) {
    function has(text) { return words.every(function (word) { return text.indexOf(word) >= 0; }); }
    var own = has(entry.own), found = 0;
    entry.findings.forEach(function (finding, at) {
      var kept = own || has(finding.text);
      hide(finding.item, !kept);
      if (kept && !own) { found += 1; if (at >= 20 && entry.more) { entry.more.open = true; } }
    });
    if (found) { rule.open = true; }
    return own || found > 0;
  }
  var waiting = 0;
  search.addEventListener("input", function () {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(filter);
  });
  form.addEventListener("change", function (event) { if (event.target !== search) { filter(); } });
  form.addEventListener("reset", function () { setTimeout(filter, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  function fold(open) {
    return function () { rules.forEach(function (rule) { if (!rule.hidden) { rule.open = open; } }); };
  }
  document.getElementById("unfold").addEventListener("click", fold(true));
  document.getElementById("fold").addEventListener("click", fold(false));

  // A link to a rule shows it, whatever is folded or filtered.
  function reveal() {
    var id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
    var target = id && document.getElementById(id);
    var rule = target && target.closest("details.rule");
    if (!rule && !(target && target.classList.contains("chapter"))) { return; }
    if ((rule || target).hidden) { form.reset(); filter(); }
    if (rule) { rule.open = true; }
    (rule || target).scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  reveal();
})();
