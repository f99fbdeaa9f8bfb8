/**
 * The overlay page: follows one debate's overlay view for as long as the page lives.
 * Keeps what is shown while the server is away; the view that comes with every connection sets it right.
 * Only a key that is no longer valid takes the picture off.
 */
import '@fontsource-variable/source-sans-3';
import './overlay.css';
import './studio.css';
import type { HandshakeRefusal, PROTOCOL } from '../../shared/protocol.ts';
import type { OverlayView } from '../../shared/views.ts';
import { SocketLink } from '../lib/socketLink.ts';
import { type Caption, LowerThird } from './lowerThird.ts';

const protocol: typeof PROTOCOL = 1;
const FONTS_WITHIN_MS = 1_500;
const FONT = '600 44px "Source Sans 3 Variable"';
/** One letter of every font file that a question here may need. */
const LETTERS = 'aščЖђ';

const template = document.querySelector<HTMLTemplateElement>('#lower-third');
if (!template) throw new Error('The page has lost its template.');
const lowerThird = new LowerThird(document.body, template);

const query = new URLSearchParams(location.search);
document.documentElement.classList.toggle('studio', query.get('background') === 'studio');

let latest: OverlayView | undefined;
let ready = false;

function captionOf({ onAir, series, title }: OverlayView): Caption | null {
  if (!onAir) return null;
  const { questionId, since, text, language, name = '' } = onAir;
  return { key: `${questionId} ${since}`, kicker: series || title, text, language, name };
}

function show(): void {
  if (ready && latest) lowerThird.show(captionOf(latest));
}

async function loadFonts(): Promise<void> {
  const late = new Promise((done) => setTimeout(done, FONTS_WITHIN_MS));
  await Promise.race([document.fonts.load(FONT, LETTERS), late]).catch(() => {});
}

/** Within one connection a late view never replaces a newer one; a new connection says what is true now. */
let isNewConnection = true;

function follow(debate: string, key: string): void {
  new SocketLink({
    namespace: '/overlay',
    auth: () => ({ debate, protocol, ...(key && { key }), ...(latest && { seq: latest.seq }) }),
    hear(event, payload) {
      if (event !== 'view') return;
      const view = payload as OverlayView;
      if (!isNewConnection && latest && view.seq < latest.seq) return;
      isNewConnection = false;
      latest = view;
      show();
    },
    left() {
      isNewConnection = true;
    },
    refused({ data }) {
      if ((data as { code?: HandshakeRefusal } | undefined)?.code === 'notAllowed') lowerThird.show(null);
      return true;
    },
  });
}

const [, , debate = ''] = location.pathname.split('/');
follow(debate, location.hash.slice(1));
addEventListener('resize', () => lowerThird.refit());
document.fonts.addEventListener('loadingdone', () => lowerThird.refit());
await loadFonts();
ready = true;
show();
