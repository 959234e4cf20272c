// The phone's HTTP API, and nothing else: every request goes to this page's own origin.

const BASE = "/api/v1";
const KEPT_AS = "corona-token";

/** What the API refused, or that it could not be asked. `reason` is a stable word. */
export class Problem extends Error {
  constructor(reason, detail = "", status = 0) {
    super(detail || reason);
    this.reason = reason;
    this.detail = detail;
    this.status = status;
  }
}

/** Tells the page what concerns all of it: `stopped`, `token`, `no-profile`, `answered`. */
export const phone = new EventTarget();

/** Moves a token from the address bar, where others could read it, to this tab's memory. */
export function takeToken() {
  const fragment = location.hash.slice(1);
  if (!fragment || fragment.startsWith("/")) return false;
  // First the address: nothing below may leave it standing there.
  history.replaceState(null, "", location.pathname);
  keepToken(fragment);
  return true;
}

export function keepToken(token) {
  sessionStorage.setItem(KEPT_AS, token);
}

export function hasToken() {
  return sessionStorage.getItem(KEPT_AS) !== null;
}

async function ask(method, path, { body, type, signal, accept = "application/json", lastEvent, keepalive } = {}) {
  const headers = { Accept: accept, Authorization: `Bearer ${sessionStorage.getItem(KEPT_AS) ?? ""}` };
  if (type) headers["Content-Type"] = type;
  if (lastEvent) headers["Last-Event-ID"] = lastEvent;
  let response;
  try {
    response = await fetch(BASE + path, {
      method, headers, body, signal, keepalive,
      cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer",
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    phone.dispatchEvent(new Event("stopped"));
    throw new Problem("stopped");
  }
  phone.dispatchEvent(new Event("answered"));
  if (response.ok) return response;
  const problem = await refusal(response);
  if (problem.reason === "token" || problem.reason === "no-profile") {
    phone.dispatchEvent(new Event(problem.reason));
  }
  throw problem;
}

const BY_STATUS = {
  400: "malformed", 401: "token", 403: "foreign", 404: "not-found", 409: "duplicate", 410: "finished",
  412: "no-profile", 413: "malformed", 422: "refused", 429: "busy", 500: "store", 503: "offline", 504: "unanswered",
};

async function refusal(response) {
  const byStatus = BY_STATUS[response.status] ?? "unknown";
  const told = await response.json().catch(() => ({}));
  const reason = response.status === 401 ? "token" : told.reason ?? byStatus;
  return new Problem(reason, told.detail ?? told.title ?? "", response.status);
}

async function json(response) {
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

const sent = (value) => (value === undefined ? {} : { body: JSON.stringify(value), type: "application/json" });

export const get = async (path, signal) => json(await ask("GET", path, { signal }));
export const post = async (path, value = {}, signal) => json(await ask("POST", path, { ...sent(value), signal }));
export const put = async (path, value) => json(await ask("PUT", path, sent(value)));
export const remove = async (path, keepalive = false) => json(await ask("DELETE", path, { keepalive }));
export const putImage = async (path, blob) => json(await ask("PUT", path, { body: blob, type: blob.type }));
export const getImage = async (path) => (await ask("GET", path, { accept: "image/*" })).blob();
export const postForBytes = async (path, value) => (await ask("POST", path, { ...sent(value), accept: "*/*" })).blob();

/** A picture of a text that another phone can scan. */
export const drawQr = (text) => postForBytes("/qr", { text });

/**
 * Follows the phone's updates, by a stream that is read as it comes: the browser's own
 * EventSource can't send the token. It begins again where it stopped, until `signal` ends it.
 */
export async function follow(signal, tell) {
  let last = "";
  let pause = 1000;
  while (!signal.aborted) {
    try {
      const response = await ask("GET", "/updates", { signal, accept: "text/event-stream", lastEvent: last });
      pause = 1000;
      tell(null);
      for await (const update of read(response.body)) {
        last = update.id || last;
        tell(update);
      }
    } catch (error) {
      if (signal.aborted) return;
      pause = Math.min(pause * 1.5, 8000);
    }
    await new Promise((wake) => setTimeout(wake, pause));
  }
}

/** Server-sent events: blocks of `field: value` lines, with an empty line after each. */
async function* read(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let id = "";
  let data = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) yield { ...JSON.parse(data.join("\n")), id };
        data = [];
      } else if (line.startsWith("id:")) {
        id = line.slice(3).trim();
      } else if (line.startsWith("data:")) {
        data.push(line.slice(5).replace(/^ /, ""));
      }
    }
  }
}
