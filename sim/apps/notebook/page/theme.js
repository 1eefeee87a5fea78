// Light or dark: as the notebook is around this page, whatever shows it.

function backgroundOf(element) {
  for (let at = element; at; at = at.parentElement || (at.getRootNode().host || null)) {
    const [red, green, blue, opaque = 1] = (getComputedStyle(at).backgroundColor.match(/[\d.]+/g) || []).map(Number);
    if (blue !== undefined && opaque > 0) return [red, green, blue];
  }
  return [255, 255, 255];
}

export function isDark([red, green, blue]) {
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

// Keep the theme of a host the same as that of the notebook; gives a function that ends it.
export function followTheme(host) {
  const look = () => {
    host.dataset.theme = isDark(backgroundOf(host.isConnected ? host : document.body)) ? "dark" : "light";
  };
  const soon = () => requestAnimationFrame(() => requestAnimationFrame(look)); // styles of a new theme come a moment later
  const watching = new MutationObserver(soon);
  [document.documentElement, document.body].forEach((part) => watching.observe(part, { attributes: true }));
  look();
  soon();
  return () => watching.disconnect();
}
