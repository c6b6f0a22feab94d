// Follows the audits that go on, and reads a chosen file; nothing depends on it.
(function () {
  "use strict";
  var places = document.querySelectorAll("[data-watch]");
  // What ended is shown in its place: the keyboard stays where it is.
  function renew(place) {
    var part = place.closest("li[id]");
    if (!part) { location.reload(); return; }
    fetch(location.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      [part.id, "together"].forEach(function (id) {
        var fresh = page.getElementById(id), old = document.getElementById(id);
        if (fresh && old) { old.replaceWith(fresh); }
      });
      // Another audit of it may have begun.
      var again = document.querySelector("#" + part.id + " [data-watch]");
      if (again) { follow(again); }
    });
  }
  function follow(place) {
    fetch(place.dataset.watch, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : { said: null };
    }).then(function (state) {
      if (state.said === null) { renew(place); return; }
      if (place.textContent !== state.said) { place.textContent = state.said; }
      setTimeout(follow, 700, place);
    }, function () { setTimeout(follow, 3000, place); });
  }
  // A form that came back is chosen among files; without this, its text is pasted.
  Array.prototype.forEach.call(document.querySelectorAll("[data-into]"), function (input) {
    input.parentNode.hidden = false;
    input.addEventListener("change", function () {
      var file = input.files[0];
      if (file) { file.text().then(function (text) { document.getElementById(input.dataset.into).value = text; }); }
    });
  });
  Array.prototype.forEach.call(places, function (place) { setTimeout(follow, 300, place); });
}());
