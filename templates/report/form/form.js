"use strict";
// Saves the answers as the Markdown that `publiable attest --import` reads.
const form = document.getElementById("form");
const line = (text) => text.replace(/\s+/g, " ").trim();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const rows = [
    "<!-- publiable: commit=" + form.dataset.commit + " -->",
    "",
    "- " + form.dataset.role + " : " + line(form.elements.role.value),
    "- " + form.dataset.organisation + " : " + line(form.elements.organisation.value),
    "- Date : " + form.elements.date.value,
  ];
  for (const question of form.querySelectorAll("fieldset")) {
    const reply = question.querySelector("input[type=radio]:checked");
    const reason = question.querySelector("[data-reason]");
    rows.push("", "<!-- publiable: rule=" + question.dataset.rule + " question=" + question.dataset.version + " -->", "");
    if (reply) rows.push("- [x] " + reply.value);
    if (reason && reason.value) rows.push("- " + form.dataset.reason + " : " + reason.value);
    rows.push("- Note : " + line(question.querySelector("[data-note]").value));
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([rows.join("\n") + "\n"], { type: "text/markdown" }));
  link.download = form.dataset.file;
  link.click();
  URL.revokeObjectURL(link.href);
});
