// Who is looking, what the server is, and what they may do.

import { get, Problem, send } from './api';
import type { About, Role, Session } from './types';

const RANK: Record<Role, number> = { reader: 0, analyst: 1, admin: 2 };

class State {
  session = $state.raw<Session | null>(null);
  about = $state.raw<About | null>(null);
  ready = $state(false);

  get locked(): boolean {
    return this.session !== null && this.session.required && this.session.user === null;
  }

  may(role: Role): boolean {
    return this.session !== null && !this.locked && RANK[this.session.role] >= RANK[role];
  }

  async load(): Promise<void> {
    try {
      this.session = await get<Session>('/session');
      if (!this.locked) this.about = await get<About>('/about');
    } catch (e) {
      if (!(e instanceof Problem)) this.session = { user: null, required: false, role: 'reader' };
    }
    this.ready = true;
  }

  /** What the store holds now: the slider of the past ends at its last change. */
  async refresh(): Promise<void> {
    try {
      this.about = await get<About>('/about');
    } catch {
      // The next change asks again.
    }
  }

  async signIn(name: string, password: string): Promise<void> {
    await send('POST', '/session', { name, password });
    await this.load();
  }

  async signOut(): Promise<void> {
    await send('DELETE', '/session');
    await this.load();
  }
}

export const session = new State();
