// What each person chooses for this browser: the language and a light or dark page. Both are there on every page.

import { make, press } from "./element.js";
import { NAMES, language, load, t, use } from "./language.js";

const KEPT = "guanxi theme";

function kept(value = undefined) {
  try {
    if (value !== undefined) localStorage.setItem(KEPT, value);
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

const isDark = () => (document.documentElement.dataset.theme || (window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

export function applyTheme() {
  const chosen = kept();
  if (chosen) document.documentElement.dataset.theme = chosen;
}

// The switch 中文 | EN and the one for dark and light; changed() shows the page anew.
export function appearance(changed) {
  const words = Object.entries(NAMES).reverse().map(([name, label]) => press(label, async () => {
    if (name === language()) return;
    await load(name);
    use(name, true);
    changed();
  }, { className: "link", lang: name === "zh" ? "zh-Hans" : name, "data-language": name, "aria-pressed": String(name === language()) }));
  const theme = press(isDark() ? "☀" : "☾", () => {
    const chosen = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = chosen;
    kept(chosen);
    theme.textContent = chosen === "dark" ? "☀" : "☾";
  }, { className: "link", id: "theme", "aria-label": t("Light or dark page") });
  return make("span", { className: "appearance" }, make("span", { role: "group", "aria-label": "语言 / Language" }, words[0], make("span", { "aria-hidden": "true" }, "|"), words[1]), theme);
}
