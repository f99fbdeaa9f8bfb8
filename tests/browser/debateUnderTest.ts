/** A built server in a process of its own with one debate, and hands to put a question on air. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedDebate } from '../../shared/api.ts';
import type { ModeratorCommand } from '../../shared/commands.ts';
import { Desk } from '../../tools/desk.ts';
import { Phone } from '../../tools/phone.ts';
import { freePort, ServerProcess } from '../../tools/serverProcess.ts';

export class DebateUnderTest {
  readonly server: ServerProcess;
  readonly debate: CreatedDebate;
  readonly desk: Desk;
  readonly phone: Phone;
  readonly #dataDir: string;
  #onAir: string | null = null;

  private constructor(server: ServerProcess, debate: CreatedDebate, dataDir: string) {
    this.server = server;
    this.debate = debate;
    this.#dataDir = dataDir;
    const { url } = server;
    const key = new URL(debate.links.moderator).hash.slice(1);
    this.desk = new Desk({ url, debate: debate.id, key });
    this.phone = new Phone({ url, code: debate.code });
  }

  static async start(series: string, env: Record<string, string> = {}): Promise<DebateUnderTest> {
    const dataDir = mkdtempSync(join(tmpdir(), 'sofra-test-'));
    const port = await freePort(0);
    const server = new ServerProcess({ port, dataDir, env: { LIMITS: 'off', LOG_LEVEL: 'warn', ...env } });
    await server.start();
    const answer = await fetch(`${server.url}/api/debates`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Ibar · Ibër', series, names: 'optional' }),
    });
    const debate = new DebateUnderTest(server, (await answer.json()) as CreatedDebate, dataDir);
    await Promise.all([debate.desk.ready, debate.phone.ready]);
    return debate;
  }

  /** Asks and approves. @returns the question's id, or null where the rules of text refuse it */
  async approved(text: string, more: { language?: string; name?: string } = {}): Promise<string | null> {
    const id = crypto.randomUUID();
    const asked = await this.phone.ask(text, { id, ...more });
    if (!asked.ok) return null;
    await this.desk.send({ type: 'approve', questionId: id });
    return id;
  }

  /** Resolves with the acknowledgement. */
  take(questionId: string): Promise<void> {
    return this.#air({ type: 'take', questionId, expected: this.#onAir }, questionId);
  }

  clear(): Promise<void> {
    return this.#air({ type: 'clear', expected: this.#onAir }, null);
  }

  async #air(command: ModeratorCommand, onAir: string | null): Promise<void> {
    const outcome = await this.desk.send(command);
    if (!outcome.ok) throw new Error(outcome.code);
    this.#onAir = onAir;
  }

  /** The HTTP API on this debate. @returns the answer's JSON, where there is one */
  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.server.url}/api/debates/${this.debate.id}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.server.apiToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  async stop(): Promise<void> {
    this.desk.close();
    this.phone.close();
    await this.server.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
