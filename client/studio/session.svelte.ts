/** Whether this browser is signed in, and the one-time link that signs it in. */
import { StudioApi } from './studioApi.ts';

export type SessionState = 'checking' | 'in' | 'out' | 'linkSpent' | 'unreachable';

const SIGN_IN = '#sign-in=';

export class Session {
  state: SessionState = $state('checking');
  readonly api = new StudioApi(() => {
    this.state = 'out';
  });

  constructor() {
    addEventListener('hashchange', () => {
      if (location.hash.startsWith(SIGN_IN)) void this.start();
    });
    void this.start();
  }

  /** Takes the secret out of the address bar and the history before anything else. */
  async start(): Promise<void> {
    const secret = location.hash.startsWith(SIGN_IN) ? location.hash.slice(SIGN_IN.length) : '';
    if (secret) history.replaceState(null, '', location.pathname);
    this.state = 'checking';
    const signedIn = secret ? await this.api.signIn(decodeURIComponent(secret)) : undefined;
    if (signedIn?.ok) {
      this.state = 'in';
      return;
    }
    const session = await this.api.session();
    if (session.ok) this.state = 'in';
    else if (session.problem === 'unreachable' || session.problem === 'busy') this.state = 'unreachable';
    else this.state = secret ? 'linkSpent' : 'out';
  }

  async end(): Promise<void> {
    await this.api.signOut();
    this.state = 'out';
  }
}
