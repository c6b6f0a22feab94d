// Follows the audits that go on; without it, the page is read again every other second.
(function () {
  "use strict";
  var places = document.querySelectorAll("[data-watch]");
  function follow(place) {
    fetch(place.dataset.watch, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : { said: null };
    }).then(function (state) {
      if (state.said === null) { location.reload(); return; }
      if (place.textContent !== state.said) { place.textContent = state.said; }
      setTimeout(follow, 700, place);
    }, function () { setTimeout(follow, 3000, place); });
  }
  Array.prototype.forEach.call(places, function (place) { setTimeout(follow, 300, place); });
}());
