// A resource that follows its address: loads when the address changes, keeps the old value meanwhile, drops late answers.

import { get, Problem } from './api';

export class Resource<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<Problem | null>(null);
  loading = $state(false);
  #abort: AbortController | null = null;

  async load(path: string, params?: URLSearchParams | null): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.loading = true;
    try {
      const value = await get<T>(path, params, abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.error = null;
    } catch (e) {
      if (abort.signal.aborted) return;
      this.error = e instanceof Problem ? e : new Problem(0, 'offline', String(e));
    } finally {
      if (!abort.signal.aborted) this.loading = false;
    }
  }
}
