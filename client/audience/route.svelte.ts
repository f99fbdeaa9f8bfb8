/** The address of the page: `/` asks for a code, `/CODE` is that debate. */
import { readCode } from '../../shared/code.ts';

/** The first part of the path, as typed; '' at the root. */
function typedPath(): string {
  try {
    return decodeURIComponent(location.pathname.split('/')[1] ?? '');
  } catch {
    return '';
  }
}

class Route {
  /** The code in the address; null where there is none or what stands there is none. */
  code: string | null = $state(null);
  /** What stands in the address and is no code. */
  mistyped = $state('');

  constructor() {
    this.#read();
    addEventListener('popstate', () => this.#read());
  }

  enter(code: string): void {
    history.pushState(null, '', `/${code}`);
    this.#read();
  }

  #read(): void {
    const typed = typedPath();
    this.code = readCode(typed);
    this.mistyped = this.code ? '' : typed;
    if (this.code && this.code !== typed) history.replaceState(null, '', `/${this.code}`);
  }
}

export const route = new Route();
