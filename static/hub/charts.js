// The dashboard: small charts in the page's own colours; the part that changes is fetched, the page stays.
(() => {
  const root = document.querySelector("[data-refresh]");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const wrapped = (words) => words.split(" ").reduce((lines, word) => {
    const last = lines[lines.length - 1];
    return last && `${last} ${word}`.length <= 26 ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
  let drawn = [];

  const draw = () => {
    drawn.forEach((chart) => chart.destroy());
    drawn = [];
    const holder = hub.byId("chart-values");
    if (!holder || !window.Chart) return;
    const values = JSON.parse(holder.textContent);
    Chart.defaults.font.family = colour("--font");
    Chart.defaults.font.size = 11;
    Chart.defaults.color = colour("--ink-faint");
    for (const canvas of document.querySelectorAll("[data-chart]")) {
      const chart = values[canvas.dataset.chart];
      if (!chart) continue;
      const names = chart.kind === "bar" && !chart.unit; // bars over words lie, bars over days stand
      const datasets = Object.entries(chart.series).map(([label, data]) => ({
        label, data, borderColor: colour("--action"), backgroundColor: chart.kind === "line" ? "transparent" : colour("--action"),
        borderWidth: chart.kind === "line" ? 2 : 0, pointRadius: chart.kind === "line" ? 2.5 : 0, pointBackgroundColor: colour("--action"), tension: .25,
        borderRadius: 3, maxBarThickness: 16, spanGaps: false,
      }));
      const plain = { border: { display: false }, grid: { display: false }, ticks: { maxRotation: 0, autoSkip: !names, padding: 4, ...(names && { callback(value) { return wrapped(this.getLabelForValue(value)); } }) } };
      const measured = { border: { display: false }, grid: { color: colour("--line") }, beginAtZero: true, ticks: { maxTicksLimit: 4, precision: 0, callback: (value) => chart.unit ? `${value} ${chart.unit}` : value } };
      drawn.push(new Chart(canvas, {
        type: chart.kind,
        data: { labels: chart.labels, datasets },
        options: {
          indexAxis: names ? "y" : "x", responsive: true, maintainAspectRatio: false, animation: false,
          plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: { label: (item) => `${item.formattedValue} ${chart.unit || item.dataset.label}` } } },
          scales: names ? { y: plain, x: measured } : { x: plain, y: measured },
        },
      }));
    }
  };
  document.fonts.ready.then(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  for (const choice of document.querySelectorAll("[data-submits]")) choice.addEventListener("change", () => choice.form.requestSubmit());

  const refresh = async () => {
    if (document.hidden || root.querySelector("details[open]") || hub.typing()) return; // nothing moves under the finger
    const address = new URL(location.href);
    address.searchParams.set("fragment", "1");
    try {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return;
      root.innerHTML = await answer.text();
      hub.clocks();
      draw();
    } catch (error) {
      root.querySelector(".asof").textContent = "No connection: these figures are not refreshing.";
    }
  };
  if (root) setInterval(refresh, Number(root.dataset.refresh) * 1000);
})();
