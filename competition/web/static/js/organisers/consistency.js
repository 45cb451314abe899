// Charts of the consistency page. Every figure also stands in a table; without this file the
// page loses nothing but the pictures.
const place = document.getElementById("charts");
const ink = "#5a554e";
const red = "#b71c1c";
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const base = { animation: !still, textStyle: { fontFamily: "inherit" }, grid: { left: 48, right: 16, top: 16, bottom: 36 } };

// Only the part of the scale in which somebody scored: an empty half says nothing.
const filled = (bins) => [bins.findIndex(Boolean), bins.findLastIndex(Boolean) + 1];

const spread = (round) => ({
  ...base,
  xAxis: { type: "category", data: round.bins.map((_, i) => `${round.start + round.width * i}–`).slice(...filled(round.bins)), axisLabel: { color: ink } },
  yAxis: { type: "value", minInterval: 1, name: place.dataset.people, axisLabel: { color: ink } },
  tooltip: { trigger: "axis", renderMode: "richText" },
  series: [{ type: "bar", data: round.bins.slice(...filled(round.bins)), itemStyle: { color: red }, barCategoryGap: "12%" }],
});

const strictness = (round) => ({
  ...base,
  xAxis: { type: "value", name: place.dataset.difference, nameLocation: "middle", nameGap: 24, axisLabel: { color: ink } },
  yAxis: { type: "category", data: round.judges.map((each) => each.judge), inverse: true, axisLabel: { color: ink } },
  tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => value.toFixed(2) },
  series: [{ type: "bar", data: round.judges.map((each) => each.mean), itemStyle: { color: red } }],
});

const pairs = (figures) => ({
  ...base,
  xAxis: { type: "value", scale: true, name: figures.rounds[0].title, nameLocation: "middle", nameGap: 24, axisLabel: { color: ink } },
  yAxis: { type: "value", scale: true, name: figures.rounds[1].title, axisLabel: { color: ink } },
  tooltip: { renderMode: "richText", formatter: (point) => `${point.data[2]}: ${point.data[0]} / ${point.data[1]}` },
  series: [{ type: "scatter", symbolSize: 8, data: figures.pairs.map(([number, x, y]) => [x, y, number]), itemStyle: { color: red, opacity: 0.65 } }],
});

const certainty = (shares) => ({
  ...base,
  xAxis: { type: "value", min: 0, max: 100, axisLabel: { color: ink, formatter: "{value} %" } },
  yAxis: { type: "category", data: shares.map(([number]) => number), inverse: true, axisLabel: { color: ink } },
  tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => `${Math.round(value)} %` },
  series: [{ type: "bar", data: shares.map(([, share]) => share * 100), itemStyle: { color: red }, barMaxWidth: 22 }],
});

const draw = (figures) => {
  const rounds = Object.fromEntries(figures.rounds.map((round) => [round.key, round]));
  for (const element of document.querySelectorAll("[data-chart]")) {
    const { chart: kind, round, line } = element.dataset;
    const shown = line ? figures.certainty[line] : (rounds[round] ?? figures);
    const option = { spread, strictness, pairs, certainty }[kind](shown);
    const chart = window.echarts.init(element);
    chart.setOption(option);
    window.addEventListener("resize", () => chart.resize());
  }
};

const answer = await fetch(place.dataset.source, { headers: { Accept: "application/json" } });
if (answer.ok) draw(await answer.json());
