/**
 * Links with keys, from the moment they are made until the page is left or reloaded. They are nowhere else:
 * the server keeps only hashes, and nothing here may store them.
 */
import type { KeyRole } from '../../shared/api.ts';

export interface FreshLink {
  role: KeyRole;
  label: string;
  link: string;
}

export class FreshLinks {
  #byDebate: Record<string, FreshLink[]> = $state({});

  of(debateId: string): readonly FreshLink[] {
    return this.#byDebate[debateId] ?? [];
  }

  keep(debateId: string, links: FreshLink[]): void {
    this.#byDebate[debateId] = [...this.of(debateId), ...links];
  }

  forget(debateId: string): void {
    delete this.#byDebate[debateId];
  }
}
