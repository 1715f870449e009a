// Keys and saving. One listener on the document, so that it outlives every part of the page that is replaced; one queue
// of keys, so that whatever is typed while a mark is being saved happens afterwards, in order, on the page that follows.
"use strict";

const RETRY = 1000;
const DRAFT_DELAY = 300;
const CLAIM_EVERY = 30000;

const keyQueue = [];
const ahead = new Map();
let working = false;
let draftTimer = 0;
let draftSaving = Promise.resolve();
let dirty = false;

const page = () => document.querySelector("main[data-page=answer]");
const form = () => document.getElementById("marking");
const say = (text) => { const status = document.getElementById("status"); if (status) status.textContent = text; };
const pause = (time) => new Promise((done) => setTimeout(done, time));
const newAct = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Send JSON until the server has answered: it may be started again while somebody types.
async function send(name, body) {
  for (;;) {
    try {
      const response = await fetch(`/api/${name}`, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
      });
      if (response.status >= 500) throw new Error(String(response.status));
      document.getElementById("offline").hidden = true;
      const text = await response.text();
      try { return {status: response.status, body: JSON.parse(text)}; } catch { return {status: response.status, body: {error: text}}; }
    } catch {
      document.getElementById("offline").hidden = false;
      await pause(RETRY);
    }
  }
}

const storageKey = (main) => `draft ${main.dataset.role} ${main.dataset.item} ${main.dataset.number}`;
function remember(main, content) {
  try { localStorage.setItem(storageKey(main), JSON.stringify({version: main.dataset.version, content})); } catch { /* a full or closed store keeps nothing */ }
}
function forget(main) { try { localStorage.removeItem(storageKey(main)); } catch { /* the same */ } }
function remembered(main) { try { return JSON.parse(localStorage.getItem(storageKey(main))); } catch { return null; } }

function content() {
  const box = form();
  const number = (name) => (box.elements[name] && box.elements[name].value !== "" ? Number(box.elements[name].value) : null);
  return {
    items: Array.from(box.querySelectorAll("input[name=item]:checked"), (input) => input.value),
    points: number("points"),
    adjustment: number("adjustment") || 0,
    reason: box.elements.reason.value,
    comment: box.elements.comment.value,
    note: box.elements.note.value,
  };
}

function fill(saved) {
  const box = form();
  for (const input of box.querySelectorAll("input[name=item]")) input.checked = saved.items.includes(input.value);
  if (box.elements.points) box.elements.points.value = saved.points ?? "";
  if (box.elements.adjustment) box.elements.adjustment.value = saved.adjustment || "";
  box.elements.reason.value = saved.reason;
  box.elements.comment.value = saved.comment;
  box.elements.note.value = saved.note;
}

function showTotal() {
  const main = page();
  if (!main) return;
  const box = form(), {start, least, most} = main.dataset;
  const direct = box.elements.points;
  let sum = direct ? Number(direct.value || 0) : Number(start);
  for (const input of box.querySelectorAll("input[name=item]:checked")) sum += Number(input.dataset.points);
  if (box.elements.adjustment) sum += Number(box.elements.adjustment.value || 0);
  const bounded = Math.min(Math.max(sum, Number(least)), Number(most));
  const text = (value) => String(Math.round(value * 1000) / 1000);
  const empty = direct && direct.value === "";
  document.getElementById("total").textContent = empty ? `– of ${text(Number(most))}`
    : `${text(bounded)} of ${text(Number(most))}${bounded === sum ? "" : ` (${text(sum)}, bounded)`}`;
  const row = document.getElementById("reason-row");
  if (box.elements.adjustment) row.hidden = !Number(box.elements.adjustment.value || 0);
}

function changed() {
  const main = page();
  if (!main) return;
  dirty = true;
  showTotal();
  remember(main, content());
  say("…");
  clearTimeout(draftTimer);
  draftTimer = setTimeout(keepDraft, DRAFT_DELAY);
}

// Keep the draft on the server; whoever leaves the page waits for this.
function keepDraft() {
  clearTimeout(draftTimer);
  const main = page();
  if (!main || !dirty) return draftSaving;
  dirty = false;
  const body = {item: main.dataset.item, number: Number(main.dataset.number), role: main.dataset.role, content: content()};
  draftSaving = draftSaving.then(async () => {
    const answer = await send("draft", body);
    if (page() !== main) return;
    if (answer.status === 200) { if (!dirty) forget(main); say(dirty ? "…" : "Draft kept"); } else say(answer.body.error);
  });
  return draftSaving;
}

async function save(state) {
  const main = page();
  await keepDraft();
  const others = form().elements.others;
  const body = {
    item: main.dataset.item, number: Number(main.dataset.number), role: main.dataset.role,
    version: Number(main.dataset.version), state, act: newAct(), content: content(),
    others: others && others.checked ? others.value.split(" ").map(Number) : [],
  };
  if (state === "cleared") Object.assign(body, {content: {...body.content, items: [], points: null, adjustment: 0}});
  say("Saving …");
  const answer = await send("mark", body);
  if (answer.status === 409) { showConflict(main, answer.body.conflict, state); return null; }
  if (answer.status !== 200) { say(answer.body.error || "It could not be saved."); return null; }
  forget(main);
  ahead.delete(location.pathname);
  main.dataset.version = answer.body.version;
  main.dataset.state = answer.body.state;
  const shown = main.querySelector(".state");
  shown.textContent = shown.dataset.state = answer.body.state;
  say({marked: "Marked", check: "Kept for somebody to check", cleared: "Taken back"}[state]);
  return answer.body;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Two marks of one answer: both are shown, and a person decides.
function showConflict(main, theirs, state) {
  const box = document.getElementById("conflict");
  const heading = element("h3", `${theirs.by || "Somebody"} has saved a mark meanwhile: ${theirs.points} points`, {tabindex: "-1"});
  const list = element("ul", "");
  for (const item of theirs.items) list.append(element("li", item));
  if (theirs.comment) list.append(element("li", `“${theirs.comment}”`));
  const keep = element("button", "Keep theirs", {type: "button"});
  const mine = element("button", "Save mine on top of it", {type: "button"});
  keep.addEventListener("click", async () => {
    forget(main);
    dirty = false;
    await send("draft", {item: main.dataset.item, number: Number(main.dataset.number), role: main.dataset.role,
      content: {items: [], points: null, adjustment: 0, reason: "", comment: "", note: ""}});
    await go(location.pathname, {fresh: true, replace: true});
  });
  mine.addEventListener("click", async () => {
    main.dataset.version = theirs.version;
    box.hidden = true;
    await save(state);
  });
  box.replaceChildren(heading, list, element("p", "Yours is still in the form. Nothing has been overwritten."), keep, mine);
  box.hidden = false;
  say("Not saved");
  keyQueue.length = 0;
  heading.focus();
}

async function fetchPage(address, early) {
  const response = await fetch(`${address}?part${early ? "&ahead" : ""}`);
  if (!response.ok) throw new Error(String(response.status));
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  return document.adoptNode(parsed.querySelector("main"));
}

// Turn to another answer; what is typed stays typed until the server has it.
async function go(address, {fresh = false, replace = false} = {}) {
  await keepDraft();
  let next = fresh ? null : ahead.get(address);
  ahead.delete(address);
  if (next && Date.now() - next.at > 20000) next = null;
  for (;;) {
    try {
      const main = next ? next.main : await fetchPage(address, false);
      page().replaceWith(main);
      document.getElementById("offline").hidden = true;
      break;
    } catch (error) {
      if (/^[45]\d\d$/.test(error.message) && !error.message.startsWith("5")) { location.assign(address); return; }
      document.getElementById("offline").hidden = false;
      next = null;
      await pause(RETRY);
    }
  }
  if (replace) history.replaceState(null, "", address); else history.pushState(null, "", address);
  begin();
  scrollTo(0, 0);
  page().querySelector("h1").focus({preventScroll: true});
  if (next) claim();
}

function begin() {
  const main = page();
  setTimeout(makeReachable);
  if (!main) return;
  document.title = main.dataset.title;
  dirty = false;
  const kept = remembered(main);
  if (kept && kept.version === main.dataset.version) { fill(kept.content); changed(); say("What you typed before is back"); }
  showTotal();
  for (const sheets of main.querySelectorAll(".sheets")) showPages(sheets);
  for (const image of main.querySelectorAll("img")) watch(image);
  if (main.dataset.next && !ahead.has(main.dataset.next)) {
    const address = main.dataset.next;
    fetchPage(address, true).then((loaded) => { ahead.clear(); ahead.set(address, {main: loaded, at: Date.now()}); }, () => {});
  }
}

function watch(image) {
  const fail = async () => {
    let why = "";
    try { why = (await (await fetch(image.src)).text()).trim(); } catch { why = "the server does not answer"; }
    image.replaceWith(element("p", `${image.alt || "A picture"} cannot be shown: ${why}.`, {class: "notice"}));
  };
  if (image.complete && image.src && !image.naturalWidth && image.loading !== "lazy") fail();
  else image.addEventListener("error", fail, {once: true});
}

async function showPages(sheets) {
  if (sheets.dataset.kind !== "PDF") return;
  try {
    const found = await (await fetch(sheets.dataset.pages)).json();
    for (let number = 1; number < Math.min(found.pages || 0, 100); number += 1) {
      const image = element("img", "", {loading: "lazy", alt: `Page ${number + 1}`});
      image.src = `${sheets.dataset.picture}?page=${number}&turn=${sheets.dataset.turn}`;
      sheets.append(image);
      watch(image);
    }
    if (found.pages > 100) sheets.append(element("p", `${found.pages - 100} more pages are in the original.`));
  } catch { /* the picture says why */ }
}

// What is wider than its place scrolls, and what scrolls must be reached by keys.
function makeReachable() {
  for (const part of document.querySelectorAll(".statement p, .statement ul, .statement ol, .formula, pre")) {
    if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight + 1) part.tabIndex = 0;
  }
}

async function claim() {
  const main = page();
  if (!main || document.hidden) return;
  const answer = await send("claim", {item: main.dataset.item, number: Number(main.dataset.number)});
  if (page() === main && answer.status === 200) {
    const others = answer.body.looking;
    document.getElementById("looking").textContent = others.length ? `Also looking at this: ${others.join(", ")}. Nothing is locked.` : "";
  }
}

async function undo() {
  await keepDraft();
  const answer = await send("undo", {});
  if (answer.status !== 200) { say(answer.body.error); return; }
  ahead.clear();
  if (answer.body.page) await go(answer.body.page, {fresh: true});
  say(answer.body.count > 1 ? `Undone: ${answer.body.count} marks` : "Undone");
}

function quote() {
  const text = String(getSelection()).trim();
  const sheet = document.getElementById("sheet");
  if (!text || !sheet || !sheet.contains(getSelection().anchorNode)) { say("Select a passage of the answer first"); return; }
  const box = form().elements.comment;
  box.value = `${box.value ? `${box.value.trimEnd()}\n\n` : ""}${text.split(/\n+/).map((line) => `> ${line}`).join("\n")}\n\n`;
  changed();
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

function tick(input, on = !input.checked) {
  input.checked = on;
  if (on && input.dataset.group) {
    for (const other of form().querySelectorAll("input[name=item]")) {
      if (other !== input && other.dataset.group === input.dataset.group) other.checked = false;
    }
  }
}

async function turn(button) {
  const main = page(), sheets = button.closest(".file").querySelector(".sheets");
  const answer = await send("turn", {item: main.dataset.item, number: Number(main.dataset.number), picture: button.dataset.turn});
  if (answer.status !== 200) { say(answer.body.error); return; }
  sheets.dataset.turn = answer.body.turn;
  for (const image of sheets.querySelectorAll("img")) image.src = image.src.replace(/turn=\d+/, `turn=${answer.body.turn}`);
}

const actions = {
  next: async () => {
    const main = page(), saved = await save("marked");
    if (!saved) return;
    if (saved.next === null) { say("Marked. No answer to this question is open any more: the overview has the others."); return; }
    await go(`${main.dataset.base}/${saved.next}`);
    // A page that was fetched ahead was counted before this mark.
    document.getElementById("open").textContent = `${saved.left} open`;
  },
  save: () => save("marked"),
  check: () => save("check"),
  clear: () => save("cleared"),
  undo,
  help: () => document.getElementById("keys").showModal(),
  after: () => (page().dataset.after ? go(page().dataset.after) : say("This is the last answer")),
  before: () => (page().dataset.before ? go(page().dataset.before) : say("This is the first answer")),
  comment: () => form().elements.comment.focus(),
  adjust: () => (form().elements.adjustment || form().elements.points).focus(),
  quote,
  turn: () => { const button = page().querySelector("button[data-turn]"); return button ? turn(button) : say("There is no picture"); },
};
const KEYS = {
  Enter: "next", n: "next", s: "save", f: "check", u: "undo", j: "after", k: "before", c: "comment", x: "adjust",
  '"': "quote", "]": "turn", "?": "help",
};

// One key or click after the other.
async function work() {
  if (working) return;
  working = true;
  try {
    while (keyQueue.length && page()) {
      const wanted = keyQueue.shift();
      if (wanted.button) await wanted.button();
      else if (wanted.key in KEYS) await actions[KEYS[wanted.key]]();
      else {
        const input = form().querySelector(`input[data-key="${CSS.escape(wanted.key)}"]`);
        if (input) { tick(input); changed(); }
      }
    }
  } finally { working = false; }
}

const singleKeys = () => localStorage.getItem("single keys") !== "off";
const isText = (target) => target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)
  || (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type));

document.addEventListener("keydown", (event) => {
  if (!page() || event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    keyQueue.push({key: "Enter"});
    work();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isText(target)) {
    if (event.key === "Escape") { keepDraft(); target.blur(); page().querySelector("h1").focus({preventScroll: true}); }
    if (event.key === "Enter" && target.tagName === "INPUT") event.preventDefault();
    return;
  }
  if (!singleKeys()) return;
  if (/^(BUTTON|A|SUMMARY)$/.test(target.tagName) && (event.key === "Enter" || event.key === " ")) return;
  if (!(event.key in KEYS) && !(event.key.length === 1 && /[0-9a-z]/.test(event.key))) return;
  event.preventDefault();
  keyQueue.push({key: event.key});
  work();
});

document.addEventListener("input", (event) => {
  if (!form() || !form().contains(event.target) || event.target.name === "others") return;
  if (event.target.name === "item") tick(event.target, event.target.checked);
  changed();
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("button, a");
  if (!target) return;
  if (target.matches("a[data-go]") && page() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    keyQueue.push({button: () => go(target.getAttribute("href"))});
    work();
  } else if (target.tagName === "A" && page() && dirty && !target.hasAttribute("download") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    keepDraft().then(() => location.assign(target.href));
  } else if (target.dataset.do && page()) {
    keyQueue.push({button: () => actions[target.dataset.do]()});
    work();
  } else if (target.dataset.turn !== undefined && target.tagName === "BUTTON") {
    turn(target);
  } else if (target.matches(".take")) {
    const box = form().elements.comment;
    box.value = `${box.value ? `${box.value.trimEnd()}\n\n` : ""}${target.dataset.text}`;
    changed();
  } else if (target.id === "reveal") {
    const main = page();
    send("reveal", {item: main.dataset.item, number: Number(main.dataset.number)}).then(() => go(location.pathname, {fresh: true, replace: true}));
  } else if (target.matches("form[data-api=check] .clear")) {
    submitCheck(target.form, "cleared");
  } else if (target.matches(".remove")) {
    target.closest("fieldset").remove();
  } else if (target.id === "add-item") {
    addItem("");
  } else if (target.matches(".restore")) {
    saveRubric(JSON.parse(target.dataset.rubric));
  }
});

document.addEventListener("submit", (event) => {
  const target = event.target;
  if (target.method === "dialog") return;
  event.preventDefault();
  if (target.getAttribute("id") === "rubric") saveRubric(rubricOf(target));  // an input of it is called id
  else if (target.dataset.api === "check") submitCheck(target, "marked");
  else if (target.dataset.api) submitForm(target);
});

async function submitForm(target) {
  const status = target.querySelector("[role=status]"), main = page(), name = target.dataset.api;
  const bodies = {
    publish: () => ({}),
    sample: () => ({item: target.dataset.item, count: Number(target.elements.count.value)}),
    group: () => ({item: target.dataset.item, numbers: Array.from(target.querySelectorAll("input[name=join]:checked"), (input) => Number(input.value))}),
    pointer: () => ({item: main.dataset.item, number: Number(main.dataset.number), heading: target.elements.heading.value}),
  };
  const answer = await send(name, bodies[name]());
  if (answer.status !== 200) { status.textContent = answer.body.error; return; }
  if (name === "publish") status.textContent = answer.body.says;
  else if (name === "pointer") await go(location.pathname, {fresh: true, replace: true});
  else location.reload();
}

async function submitCheck(target, state) {
  const fields = target.elements, status = target.querySelector("[role=status]");
  const cleared = state === "cleared";
  const points = fields.points && fields.points.value !== "" && !cleared ? Number(fields.points.value) : null;
  const answer = await send("check", {
    student: Number(document.querySelector("main").dataset.student), item: target.dataset.item,
    version: Number(target.dataset.version), state, act: newAct(), points, reason: fields.reason.value,
    comment: cleared ? "" : fields.comment.value, excused: Boolean(fields.excused && fields.excused.checked && !cleared),
    group: Boolean(fields.group && fields.group.checked),
  });
  if (answer.status === 200) location.reload();
  else if (answer.status === 409) status.textContent = `${answer.body.conflict.by} has saved meanwhile. Load the page anew to see it; yours is still here.`;
  else status.textContent = answer.body.error;
}

function rubricOf(target) {
  const number = (text) => (text === "" ? null : Number(text));
  const items = Array.from(target.querySelectorAll("fieldset.rubric-item"), (set) => {
    const value = (name) => set.querySelector(`[name=${name}]`).value;
    return {id: value("id"), points: number(value("points")) ?? 0, says: value("says"), one_of: value("one_of"), note: value("note")};
  });
  const fields = target.elements;
  return {
    text: fields.text.value, note: fields.rubric_note.value, start: Number(fields.start.value || 0),
    least: Number(fields.least.value || 0), most: number(fields.most.value), items,
  };
}

async function saveRubric(rubric, confirmed = false) {
  const main = document.querySelector("main[data-page=rubric]"), status = main.querySelector("form#rubric [role=status]");
  const answer = await send("rubric", {item: main.dataset.item, version: Number(main.dataset.version), rubric, confirmed});
  if (answer.body.confirm) { confirmRubric(answer.body.confirm, rubric); return; }
  if (answer.status !== 200) { status.textContent = answer.body.error; return; }
  location.assign(location.pathname);
}

function confirmRubric(counts, rubric) {
  const box = document.getElementById("confirm");
  const yes = element("button", "Change them", {type: "button"}), no = element("button", "Leave it as it is", {type: "button"});
  const list = element("ul", "");
  for (const [id, count] of Object.entries(counts)) list.append(element("li", `${id}: ${count} ${count === 1 ? "mark has" : "marks have"} it`));
  yes.addEventListener("click", () => saveRubric(rubric, true));
  no.addEventListener("click", () => { box.hidden = true; });
  box.replaceChildren(element("h2", "This changes marks that are there", {tabindex: "-1"}), list, yes, no);
  box.hidden = false;
  box.querySelector("h2").focus();
}

function addItem(says) {
  const list = document.getElementById("items");
  list.append(document.getElementById("new-item").content.cloneNode(true));
  const added = list.lastElementChild;
  added.querySelector("[name=id]").value = says.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 30);
  added.querySelector("[name=says]").value = says;
  added.querySelector(says ? "[name=points]" : "[name=id]").focus();
}

addEventListener("popstate", () => {
  if (page() && location.pathname.startsWith(page().dataset.base)) { keyQueue.push({button: () => go(location.pathname, {replace: true})}); work(); } else location.reload();
});
// Whatever way the page is left, the draft goes with it: the browser sends this after the page is gone.
addEventListener("pagehide", () => {
  const main = page();
  if (!main || !dirty) return;
  const body = {item: main.dataset.item, number: Number(main.dataset.number), role: main.dataset.role, content: content()};
  fetch("/api/draft", {method: "POST", keepalive: true, headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
});
setInterval(claim, CLAIM_EVERY);
addEventListener("resize", makeReachable);
document.addEventListener("toggle", makeReachable, true);

const keysSwitch = document.getElementById("single-keys");
keysSwitch.checked = singleKeys();
keysSwitch.addEventListener("change", () => localStorage.setItem("single keys", keysSwitch.checked ? "on" : "off"));
begin();
const wish = new URLSearchParams(location.search).get("new");
if (wish && document.getElementById("new-item")) addItem(wish);
