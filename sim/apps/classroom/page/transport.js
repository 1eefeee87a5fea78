// How a request reaches the process that holds the game, and what becomes of a file that comes back: over HTTP.
// A transport has ask(), keep() and remembers; the notebook has another one, over its kernel
// (sim/apps/notebook/page/kernel_transport.js).

import { language, t } from "./language.js";

const AWAY = [502, 503, 504];

export class HttpTransport {
  // Whether the browser keeps the seat of this page, so that it is there again after a reload.
  get remembers() {
    return true;
  }

  // Ask for a path, with a body or without one; who asks is told by { token, work, device }. Gives { status, content };
  // throws where nobody answers. ending breaks it off.
  async ask(path, body, { who, seconds, ending }) {
    const late = setTimeout(() => ending.abort(), 1000 * seconds);
    try {
      const answer = await fetch(path, { ...this.given(body, who, path), signal: ending.signal });
      if (AWAY.includes(answer.status)) throw new Error("away");
      const content = answer.headers.has("content-disposition") ? await answer.blob() : await answer.json();
      return { status: answer.status, content };
    } finally {
      clearTimeout(late);
    }
  }

  // What goes with a request: who asks, from which device, in which language. Own answers belong to a person, not to a seat.
  given(body, { token, work, device }, path) {
    const headers = { Authorization: `Bearer ${(path.startsWith("/api/work") && work) || token}`, "Accept-Language": language(), "X-Guanxi-Device": device };
    const shared = { headers, cache: "no-store", credentials: "omit" };
    if (body === undefined) return { ...shared, method: "GET" };
    headers["Content-Type"] = "application/json";
    return { ...shared, method: "POST", body: JSON.stringify(body) };
  }

  // Keep a file that came as an answer; gives the sentence that says where it is.
  keep(held, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(held);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return t("Saved in your downloads as {name}.", { name });
  }
}
