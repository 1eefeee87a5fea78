// The language of the page: whole sentences from a catalogue, numbers and times as the language writes them.
// The English sentence is the key: t("{name} has joined.", { name }), and tn(one, many, number, places) for a plural.

const KEPT = "guanxi language";
export const NAMES = { en: "EN", zh: "中文" };
const TAGS = { en: "en", zh: "zh-Hans", qps: "en-x-qps" };
const LOCALES = { en: "en-US", zh: "zh-CN", qps: "en-US" };

const catalogues = { en: {} };
let current = "en";
let words = {};

const filled = (message, places) => message.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? String(places[name]) : whole));

export function t(message, places = {}) {
  return filled(words[message] || message, places);
}

export function tn(one, many, number, places = {}) {
  const forms = words[one] || [one, many];
  const form = forms.length > 1 && number !== 1 ? forms[1] : forms[0];
  return filled(form, { n: whole(number), ...places });
}

// Names in a list, as the language joins them.
export function listed(names) {
  if (names.length < 2) return names[0] || "";
  return t("{names} and {last}", { names: names.slice(0, -1).join(t(", ")), last: names[names.length - 1] });
}

export const language = () => current;
export const whole = (value) => Math.round(value).toLocaleString(LOCALES[current] || current);
export const decimal = (value, places = 1) => value.toLocaleString(LOCALES[current] || current, { minimumFractionDigits: places, maximumFractionDigits: places });
export const percent = (value, places = 1) => `${decimal(100 * value, places)}%`;
export const hour = (time) => (Number.isNaN(time.getTime()) ? "" : time.toLocaleTimeString(LOCALES[current] || current, { hour: "2-digit", minute: "2-digit", hour12: false }));

// Day and hour of a time that the server names.
export function dayAndHour(text) {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : `${time.toLocaleDateString(LOCALES[current] || current, { month: "2-digit", day: "2-digit" })} ${hour(time)}`;
}

// Text with a capital letter at its beginning, where the language has such letters.
export const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function preferred(kept = remembered(), asked = navigator.languages || [navigator.language || "en"]) {
  if (kept) return kept;
  return asked.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag in NAMES) || "en";
}

const fetched = async (name) => (await fetch(`/messages/${name}.json`, { cache: "no-cache" })).json();

// Get a catalogue before it is needed, so that a switch takes effect at once; ask(name) gives it where it is not fetched.
export async function load(name, ask = fetched) {
  if (!catalogues[name]) catalogues[name] = await ask(name);
}

// Speak a language from now on, on this page or in this part of one; keep says whether the browser remembers it.
export function use(name, keep = false, page = document.documentElement) {
  current = name;
  words = catalogues[name] || {};
  page.lang = TAGS[name] || name;
  if (!keep) return;
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // the choice then lasts as long as the page
  }
}

// For tests: a catalogue that is given.
export function give(name, catalogue) {
  catalogues[name] = catalogue;
}
