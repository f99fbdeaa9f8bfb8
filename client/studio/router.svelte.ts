/** Where in the studio the reader is. Plain links work: those that stay inside change the page without a load. */
import { type Route, readRoute } from './readRoute.ts';

class Router {
  route: Route = $state.raw(readRoute(location.pathname));
  /** The reader has gone from one page of the studio to another since it was loaded. */
  moved = false;
  /** What was just done, here or on the page before. */
  notice = $state('');

  constructor() {
    addEventListener('popstate', () => this.#show());
  }

  go(path: string, notice = ''): void {
    history.pushState(null, '', path);
    scrollTo(0, 0);
    this.#show(notice);
  }

  follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.origin !== location.origin || link.hash) return;
    if (readRoute(link.pathname).page === 'unknown') return;
    event.preventDefault();
    this.go(link.pathname);
  };

  #show(notice = ''): void {
    this.moved = true;
    this.notice = notice;
    this.route = readRoute(location.pathname);
  }
}

export const router = new Router();
