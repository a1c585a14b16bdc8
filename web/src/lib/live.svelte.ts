// Changes as they happen: one stream for the whole page. `revision` moves, and pages that show the present load again.

import type { Change } from './types';

class Live {
  revision = $state(0);
  connected = $state(false);
  /** Incidents that changed while this page was open, newest first, at most 50. */
  fresh = $state.raw<string[]>([]);
  #timer: ReturnType<typeof setTimeout> | null = null;

  start(): void {
    const stream = new EventSource('/api/changes/stream');
    stream.onopen = () => (this.connected = true);
    stream.onerror = () => (this.connected = false);
    stream.addEventListener('change', (e) => {
      const change = JSON.parse((e as MessageEvent<string>).data) as Change;
      this.fresh = [...new Set([...change.incidents, ...this.fresh])].slice(0, 50);
      // An ingest makes many revisions a second: the pages load again at most every second.
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.revision = change.no;
      }, 1000);
    });
  }
}

export const live = new Live();
