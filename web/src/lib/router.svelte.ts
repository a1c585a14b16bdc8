// Addresses of the pages. The query of an address holds the filters, so a view can be sent to a colleague.

class Route {
  path = $state(location.pathname);
  query = $state(location.search);

  /** The first segments of the path, decoded: `/incidents/i-1` → ['incidents', 'i-1']. */
  get parts(): string[] {
    return this.path.split('/').filter(Boolean).map((s) => {
      try {
        return decodeURIComponent(s);
      } catch {
        return s;
      }
    });
  }

  get params(): URLSearchParams {
    return new URLSearchParams(this.query);
  }

  /** Goes to an address of the pages. `replace` for changes that should not fill the history (sliders). */
  go(href: string, { replace = false, keepScroll = false } = {}): void {
    history[replace ? 'replaceState' : 'pushState'](null, '', href);
    this.path = location.pathname;
    this.query = location.search;
    if (!keepScroll) scrollTo(0, 0);
  }

  /** Sets and clears parameters of the present address; a list makes a parameter repeat. */
  set(changes: Record<string, string | string[] | null>, { replace = false } = {}): void {
    const p = this.params;
    for (const [key, value] of Object.entries(changes)) {
      p.delete(key);
      for (const v of Array.isArray(value) ? value : value === null || value === '' ? [] : [value]) p.append(key, v);
    }
    const query = p.toString();
    this.go(this.path + (query ? `?${query}` : ''), { replace, keepScroll: true });
  }
}

export const route = new Route();

addEventListener('popstate', () => {
  route.path = location.pathname;
  route.query = location.search;
});

/** Lets plain links move inside the application; anything else is the browser's. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || link.target || link.hasAttribute('download') || url.pathname.startsWith('/api/')) return;
  if (url.hash && url.pathname === location.pathname) return;
  event.preventDefault();
  route.go(url.pathname + url.search + url.hash);
}

/** Address of an incident, a report: the moment of knowledge goes along. */
export function href(kind: 'incidents' | 'reports' | 'sources', id: string, extra: Record<string, string> = {}): string {
  const p = new URLSearchParams(extra);
  const asOf = route.params.get('as_of');
  if (asOf && kind === 'incidents') p.set('as_of', asOf);
  const query = p.toString();
  return `/${kind}/${encodeURIComponent(id)}${query ? `?${query}` : ''}`;
}
