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
  // What is searched: a rule's own words, then each of its findings. Read once,
  // while nothing else is asked; the findings past the first ones leave their
  // list when they do not match, so that nobody lays them out.
  var index = [];
  function read(rule) {
    var own = rule.querySelector("summary").textContent + " " + rule.querySelector(".id").textContent;
    rule.querySelectorAll(".body > :not(ol):not(details)").forEach(function (part) { own += " " + part.textContent; });
    function findings(list) {
      return Array.prototype.map.call(list ? list.children : [], function (item) {
        return { item: item, text: plain(item.textContent) };
      });
    }
    var more = rule.querySelector("details.more");
    var rest = more && more.querySelector("ol");
    return {
      own: plain(own), opened: false, more: more, list: rest, whole: true,
      first: findings(rule.querySelector("ol.findings")), rest: findings(rest)
    };
  }
  function indexed(at) {
    if (!index[at]) { index[at] = read(rules[at]); }
    return index[at];
  }
  var next = 0;
  function readAhead(deadline) {
    while (next < rules.length && deadline.timeRemaining() > 2) { indexed(next); next += 1; }
    if (next < rules.length) { requestIdleCallback(readAhead); }
  }
  if (window.requestIdleCallback) { requestIdleCallback(readAhead); }
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
    var shown = 0, living = {};
    rules.forEach(function (rule, at) {
      var data = rule.dataset;
      var kept = (!status || status[data.status]) && (!severity || severity[data.severity]) && (!chapter || chapter[data.chapter]);
      if (kept && words.length) { kept = look(rule, indexed(at), words); } else if (index[at]) { restore(rule, index[at]); }
      hide(rule, !kept);
      if (kept) { shown += 1; living["chapter-" + data.chapter] = true; }
    });
    chapters.forEach(function (section) { hide(section, !living[section.id]); });
    document.getElementById("shown").textContent = shown;
    hide(document.getElementById("none"), shown > 0);
  }
  // Whether a rule has all the words, in its own text or in one finding; only
  // the findings that have them stay when the rule itself does not.
  var AT_ONCE = 50;
  function look(rule, entry, words) {
    function has(text) { return words.every(function (word) { return text.indexOf(word) >= 0; }); }
    if (has(entry.own)) { restore(rule, entry); return true; }
    var found = 0;
    entry.first.forEach(function (finding) {
      var kept = has(finding.text);
      hide(finding.item, !kept);
      if (kept) { found += 1; }
    });
    var rest = entry.rest.filter(function (finding) { return has(finding.text); });
    if (entry.list) {
      entry.more.open = rest.length > 0 && rest.length <= AT_ONCE;
      hide(entry.more, !rest.length);
      fill(entry, rest);
    }
    found += rest.length;
    if (found && !rule.open) { rule.open = entry.opened = true; }
    return found > 0;
  }
  function fill(entry, findings) {
    entry.whole = findings.length === entry.rest.length;
    var items = document.createDocumentFragment();
    findings.forEach(function (finding) { items.appendChild(finding.item); });
    entry.list.replaceChildren(items);
  }
  function restore(rule, entry) {
    entry.first.forEach(function (finding) { hide(finding.item, false); });
    if (entry.list && !entry.whole) {
      entry.more.open = false;
      hide(entry.more, false);
      fill(entry, entry.rest);
    }
    if (entry.opened) { rule.open = entry.opened = false; }
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
    return function () {
      rules.forEach(function (rule, at) {
        if (rule.hidden) { return; }
        rule.open = open;
        if (index[at]) { index[at].opened = false; }
      });
    };
  }
  document.getElementById("unfold").addEventListener("click", fold(true));
  document.getElementById("fold").addEventListener("click", fold(false));

  // A link to a rule shows it, whatever is folded or filtered.
  function reveal() {
    var id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
    var target = id && document.getElementById(id);
    if (!target) { return; }
    var rule = target.closest("details.rule");
    var shown = rule || target;
    if (shown.hidden) { form.reset(); filter(); }
    if (rule) { rule.open = true; }
    // What is above takes its true height once it has been near the screen.
    var tries = 12;
    (function approach() {
      shown.scrollIntoView();
      tries -= 1;
      if (tries > 0) { requestAnimationFrame(approach); }
    })();
  }
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  reveal();
})();
