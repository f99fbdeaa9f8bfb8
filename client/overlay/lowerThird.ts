/**
 * The one graphic of the overlay. Shows a text, changes it by crossfade, hides it.
 * What is on screen follows the calls alone: no frame callback and no end of a transition decides anything.
 */
import { languageOfText } from '../../shared/text.ts';
import { fitText, type Measured, type Setting } from './fitText.ts';

export interface Caption {
  /** Names the question: the same key shown again changes nothing. */
  key: string;
  kicker: string;
  text: string;
  language: string;
  name: string;
}

/** Longer than any fade in overlay.css. */
const GONE_AFTER_MS = 600;
const LINE_HEIGHT = 1.2;
const SAFE = 0.05;

export class LowerThird {
  readonly #stage: HTMLElement;
  readonly #template: HTMLTemplateElement;
  #caption: Caption | null = null;
  #layer: HTMLElement | null = null;

  constructor(stage: HTMLElement, template: HTMLTemplateElement) {
    this.#stage = stage;
    this.#template = template;
  }

  show(caption: Caption | null): void {
    if (caption?.key === this.#caption?.key) return;
    this.#leave();
    this.#caption = caption;
    if (caption) this.#enter(caption);
  }

  /** Measures again, as after the window's size or the fonts have changed. */
  refit(): void {
    if (this.#layer) layOut(this.#layer);
  }

  #enter(caption: Caption): void {
    const layer = this.#template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    write(layer, 'header span', caption.kicker, languageOfText(caption.kicker, ''));
    write(layer, 'p', caption.text, caption.language);
    write(layer, 'footer', caption.name, languageOfText(caption.name, caption.language));
    this.#stage.append(layer);
    layOut(layer);
    layer.classList.add('shown');
    this.#layer = layer;
  }

  #leave(): void {
    const layer = this.#layer;
    if (!layer) return;
    this.#layer = null;
    layer.classList.remove('shown');
    layer.classList.add('gone');
    setTimeout(() => layer.remove(), GONE_AFTER_MS);
  }
}

function part(layer: HTMLElement, selector: string): HTMLElement {
  const element = layer.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`The lower third has no ${selector}.`);
  return element;
}

function write(layer: HTMLElement, selector: string, words: string, language: string): void {
  const element = part(layer, selector);
  element.textContent = words;
  element.lang = language;
}

function layOut(layer: HTMLElement): void {
  const apply = ({ size, width }: Setting) => {
    layer.style.setProperty('--size', String(size));
    layer.style.setProperty('--width', String(width));
  };
  const paragraph = part(layer, 'p');
  const unit = Math.min(innerWidth / 1920, innerHeight / 1080);
  const measure = (setting: Setting): Measured => {
    apply(setting);
    return {
      lines: Math.round(paragraph.getBoundingClientRect().height / (setting.size * unit * LINE_HEIGHT)),
      safe:
        layer.getBoundingClientRect().top >= innerHeight * SAFE &&
        paragraph.scrollWidth <= paragraph.clientWidth,
    };
  };
  apply(fitText(measure));
}
