// The one door to the server. GETs are conditional (ETag); errors are RFC 9457 problems with a remedy to show.

export class Problem extends Error {
  status: number;
  detail: string;
  constructor(status: number, title: string, detail: string) {
    super(title);
    this.status = status;
    this.detail = detail;
  }
}

const seen = new Map<string, { tag: string; body: unknown }>();

async function problem(answer: Response): Promise<Problem> {
  try {
    const p = await answer.json();
    return new Problem(answer.status, p.title ?? answer.statusText, p.detail ?? '');
  } catch {
    return new Problem(answer.status, answer.statusText || String(answer.status), '');
  }
}

/** Reads a resource. An unchanged one (304) comes from memory. */
export async function get<T>(path: string, params?: URLSearchParams | null, signal?: AbortSignal): Promise<T> {
  const query = params?.toString();
  const url = `/api${path}${query ? `?${query}` : ''}`;
  const known = seen.get(url);
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (known) headers['If-None-Match'] = known.tag;
  const answer = await fetch(url, { headers, signal: signal ?? null });
  if (answer.status === 304 && known) return known.body as T;
  if (!answer.ok) throw await problem(answer);
  const body = (await answer.json()) as T;
  const tag = answer.headers.get('ETag');
  if (tag) {
    if (seen.size > 200) seen.clear();
    seen.set(url, { tag, body });
  }
  return body;
}

/** Sends a change. `revision` is what the reader was looking at: the server refuses when it moved meanwhile. */
export async function send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, revision?: number): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Content-Type': 'application/json' };
  if (revision !== undefined) headers['If-Match'] = `"${revision}"`;
  const answer = await fetch(`/api${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  if (!answer.ok) throw await problem(answer);
  // Whatever was held may have changed by what was just sent.
  seen.clear();
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
