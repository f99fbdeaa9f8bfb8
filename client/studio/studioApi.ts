/** The studio's side of the HTTP API. Every failure is a returned value that the pages can put into words. */
import type {
  ApiError,
  CreateDebate,
  CreatedDebate,
  CreatedKey,
  DebateDetail,
  DebateSummary,
  KeyRole,
  SettingsChange,
} from '../../shared/api.ts';

export type Problem = 'signedOut' | 'unreachable' | 'gone' | 'busy' | 'refused';
/** `code`: the server's own, where it gave one. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem; code?: string | undefined };

/** After this a link that is dead without saying so counts as down. */
const ANSWER_WITHIN_MS = 10_000;
const PROBLEMS: Record<number, Problem> = { 401: 'signedOut', 404: 'gone', 429: 'busy', 503: 'busy' };

export class StudioApi {
  readonly #onSignedOut: () => void;

  /** @param onSignedOut told when the server no longer knows this browser's session */
  constructor(onSignedOut: () => void) {
    this.#onSignedOut = onSignedOut;
  }

  signIn = (secret: string) => this.#ask<unknown>('POST', 'session', { secret });
  session = () => this.#ask<unknown>('GET', 'session');
  signOut = () => this.#ask<unknown>('DELETE', 'session');

  debates = () => this.#ask<{ debates: DebateSummary[] }>('GET', 'debates');
  debate = (id: string) => this.#ask<DebateDetail>('GET', `debates/${id}`);
  create = (settings: CreateDebate) => this.#ask<CreatedDebate>('POST', 'debates', settings);
  /** @param expected as the reader knows them; where they are others by now, refused as `settingsChanged` */
  change = (id: string, settings: SettingsChange, expected: SettingsChange) =>
    this.#ask<unknown>('PATCH', `debates/${id}`, { ...settings, expected });
  open = (id: string) => this.#ask<unknown>('POST', `debates/${id}/open`);
  close = (id: string) => this.#ask<unknown>('POST', `debates/${id}/close`);

  createKey = (id: string, role: KeyRole, label: string) =>
    this.#ask<CreatedKey>('POST', `debates/${id}/keys`, label ? { role, label } : { role });
  revokeKey = (id: string, keyId: string) => this.#ask<unknown>('DELETE', `debates/${id}/keys/${keyId}`);

  async #ask<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
    let response: Response;
    try {
      response = await fetch(`/api/${path}`, {
        method,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      });
    } catch {
      return { ok: false, problem: 'unreachable' };
    }
    const answer = (await response.json().catch(() => undefined)) as T | ApiError | undefined;
    if (response.ok) return { ok: true, value: answer as T };
    console.warn(method, path, response.status, answer);
    if (response.status === 401) this.#onSignedOut();
    const code = (answer as ApiError | undefined)?.error?.code;
    return { ok: false, problem: PROBLEMS[response.status] ?? 'refused', code };
  }
}
