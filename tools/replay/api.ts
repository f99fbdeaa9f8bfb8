/** The part of the HTTP API that a replay needs. */
import type { ApiError, CreateDebate, CreatedDebate, DebateDetail } from '../../shared/api.ts';

export class Api {
  readonly #url: string;
  readonly #token: string;

  /** @param url of the server, as `http://localhost:3000` */
  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  createDebate(settings: CreateDebate): Promise<CreatedDebate> {
    const headers = { 'Content-Type': 'application/json' };
    return this.#call('/api/debates', { method: 'POST', headers, body: JSON.stringify(settings) });
  }

  debate(id: string): Promise<DebateDetail> {
    return this.#call(`/api/debates/${id}`);
  }

  /** @throws Error that says what to do about it */
  async #call<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { ...init.headers, Authorization: `Bearer ${this.#token}` };
    const response = await fetch(this.#url + path, { ...init, headers }).catch((error: Error) => {
      throw new Error(`No server answers at ${this.#url} (${reason(error)}). Is it running?`);
    });
    const answer = await response.json().catch(() => undefined);
    if (response.ok && answer !== undefined) return answer as Answer;
    if (response.status === 401)
      throw new Error('The server does not accept the token: give its API_TOKEN with --token.');
    const { message } = (answer as ApiError | undefined)?.error ?? { message: 'Is it a Sofra server?' };
    throw new Error(`${this.#url}${path} answered ${response.status}. ${message}`);
  }
}

const reason = ({ message, cause }: Error): string =>
  cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : message;
