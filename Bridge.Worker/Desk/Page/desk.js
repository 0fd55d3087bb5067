// Texts come from anyone with a telephone: everything goes through textContent, nothing is ever parsed as markup.
import { listen, NotAllowed } from "/desk/events.js";

const tokenKey = "bridge-token";
const refreshEvery = 5_000; // also without events: what is shown must not grow old unnoticed
const staleAfter = 15_000;
const reconnectAfter = 1_000;

const at = id => document.getElementById(id);
const rows = new Map();
let state = null;
let clockOffset = 0; // the bridge's clock minus this screen's
let answeredAt = 0;
let connected = false;
let resumeAfter = null;
let refreshing = false;
let refreshAgain = false;

const authorization = () => {
  const token = sessionStorage.getItem(tokenKey);
  return token ? `Bearer ${token}` : null;
};

async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  try {
    const headers = authorization() ? { Authorization: authorization() } : {};
    const response = await fetch("/desk/reports", { headers, cache: "no-store" });
    if (response.status === 401) return askForToken();
    if (!response.ok) return;
    state = await response.json();
    answeredAt = Date.now();
    clockOffset = Date.parse(state.now) - answeredAt;
    show();
  } catch {
    // The bridge is away; tick() says so when that lasts.
  } finally {
    refreshing = false;
    if (refreshAgain) {
      refreshAgain = false;
      setTimeout(refresh, 250);
    }
  }
}

function show() {
  at("lines").replaceChildren(...state.links.map(line));
  at("unconfirmed").textContent = state.unconfirmed;
  at("none").hidden = state.reports.length > 0;
  document.title = state.unconfirmed > 0 ? `(${state.unconfirmed}) 992` : "992";

  const body = document.querySelector("#reports tbody");
  const first = rows.size === 0;
  const shown = new Set(state.reports.map(report => report.reportId));
  for (const [id, row] of rows) {
    if (shown.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
  state.reports.forEach((report, place) => {
    let row = rows.get(report.reportId);
    if (!row) {
      row = at("report").content.firstElementChild.cloneNode(true);
      row.classList.toggle("fresh", !first);
      rows.set(report.reportId, row);
    }
    fill(row, report);
    if (body.children[place] !== row) body.insertBefore(row, body.children[place] ?? null);
  });
  tick();
}

function line(link) {
  const item = document.createElement("li");
  item.textContent = `${link.operator} ${link.link}`;
  item.classList.toggle("down", !link.bound);
  item.title = `${link.bound ? "bound" : "down"} since ${new Date(link.since).toLocaleTimeString("en-GB")}${link.reason ? `: ${link.reason}` : ""}`;
  return item;
}

function fill(row, report) {
  row.dataset.report = report.reportId;
  row.querySelector(".msisdn").textContent = report.msisdn ?? "number unknown 號碼不明";
  row.querySelector(".operator").textContent = report.operator;
  row.querySelector(".text p").textContent = report.text;
  row.querySelector(".test").hidden = !report.test;
  row.querySelector(".incomplete").hidden = report.complete;
  const steps = { received: report.receivedAt, taken: report.takenAt, replied: report.replyAcceptedAt, confirmed: report.confirmedAt };
  for (const [step, when] of Object.entries(steps)) {
    const item = row.querySelector(`[data-step=${step}]`);
    item.classList.toggle("done", when !== null);
    item.title = when ? new Date(when).toLocaleTimeString("en-GB") : "";
  }
  row.querySelector("time").dateTime = report.receivedAt;
}

function lateness(report, seconds) {
  if (report.confirmedAt) return "confirmed";
  if (report.test) return "";
  if (seconds >= state.deadline) return "breach";
  return seconds >= state.deadline / 2 || (!report.takenAt && seconds >= state.warnAfter) ? "warning" : "";
}

function ageInWords(seconds) {
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** Once a second: ages, lateness, and whether what is shown can be trusted. */
function tick() {
  const now = Date.now() + clockOffset;
  at("clock").textContent = new Date(now).toLocaleTimeString("en-GB");
  if (!state) return;

  for (const report of state.reports) {
    const row = rows.get(report.reportId);
    const seconds = Math.max(0, Math.floor((now - Date.parse(report.receivedAt)) / 1000));
    row.querySelector("time").textContent = ageInWords(seconds);
    const late = lateness(report, seconds);
    for (const name of ["confirmed", "warning", "breach"]) row.classList.toggle(name, name === late);
  }

  const alarms = [];
  if (Date.now() - answeredAt > staleAfter) alarms.push("NO CONNECTION to the bridge 與系統失去聯絡");
  else {
    if (!connected) alarms.push("connecting 連接中");
    if (!state.storeUp) alarms.push("STORE DOWN 儲存故障");
    if (!state.busUp) alarms.push("BUS DOWN 傳送故障");
    if (state.links.length > 0 && state.links.every(link => !link.bound)) alarms.push("ALL LINES DOWN 所有線路中斷");
  }
  const said = alarms.join(" · ");
  if (at("alarm").textContent !== said) at("alarm").textContent = said;
}

async function follow() {
  for (;;) {
    try {
      resumeAfter = await listen({
        after: resumeAfter,
        authorization: authorization(),
        opened: () => { connected = true; refresh(); },
        heard: number => { resumeAfter = number; refresh(); },
      });
    } catch (fault) {
      if (fault instanceof NotAllowed) {
        connected = false;
        await askForToken();
        continue;
      }
    }
    connected = false;
    await new Promise(resolve => setTimeout(resolve, reconnectAfter));
  }
}

let asking = null;
function askForToken() {
  asking ??= new Promise(resolve => {
    at("token-wrong").hidden = authorization() === null;
    sessionStorage.removeItem(tokenKey);
    at("token").hidden = false;
    at("token-input").focus();
    at("token").onsubmit = event => {
      event.preventDefault();
      sessionStorage.setItem(tokenKey, at("token-input").value);
      at("token-input").value = "";
      at("token").hidden = true;
      asking = null;
      resolve();
    };
  });
  return asking;
}

setInterval(tick, 1_000);
setInterval(() => { if (!asking) refresh(); }, refreshEvery);
follow();
