// Says how far an import is without the page being asked for again; without it there is a link that does the same.
const place = document.querySelector("#import-state[data-progress]");

async function look() {
  if (document.hidden) return;
  const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const now = await answer.json();
  if (now.state !== place.dataset.state) {
    location.reload();
    return;
  }
  const bar = place.querySelector("progress");
  if (bar && now.rows) {
    bar.max = now.rows;
    bar.value = now.done;
  }
}

if (place) setInterval(() => look().catch(() => {}), 2000);
