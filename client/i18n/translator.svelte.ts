/** The words of a screen in the language its reader chose. Dictionaries are flat JSON, one a language. */
import { isLanguage, type Language, languageTags } from '../../shared/languages.ts';
import { recall, remember } from '../lib/remembered.ts';

const STORED_AS = 'sofra.language';

/** `{name}` in a text is replaced by the parameter; with `count`, `key.one`, `key.few`, `key.other` are chosen from. */
export type Parameters = Record<string, string | number>;
type Base<Key extends string> = Key extends `${infer Stem}.${'one' | 'few' | 'other'}` ? Stem : Key;

function preferred(): Language {
  const stored = recall(STORED_AS);
  if (isLanguage(stored)) return stored;
  for (const tag of navigator.languages) {
    const [base = '', script] = tag.split('-');
    if (base === 'sr' || base === 'bs' || base === 'hr' || base === 'cnr' || base === 'sh')
      return base === 'sr' && script !== 'Latn' ? 'sr-Cyrl' : 'sr-Latn';
    if (isLanguage(base)) return base;
  }
  return 'en';
}

export class Translator<Dictionary extends Record<string, string>> {
  language: Language = $state(preferred());
  readonly #dictionaries: Record<Language, Dictionary>;
  readonly #plural = $derived(new Intl.PluralRules(this.language));

  constructor(dictionaries: Record<Language, Dictionary>) {
    this.#dictionaries = dictionaries;
    $effect.root(() => {
      $effect(() => {
        document.documentElement.lang = this.language;
      });
    });
  }

  readonly languages = languageTags;

  choose(language: Language): void {
    this.language = language;
    remember(STORED_AS, language);
  }

  t = (key: Base<keyof Dictionary & string>, parameters: Parameters = {}): string => {
    const words = this.#dictionaries[this.language];
    const { count } = parameters;
    const text =
      (typeof count === 'number' ? words[`${key}.${this.#plural.select(count)}`] : undefined) ??
      words[key] ??
      words[`${key}.other`] ??
      key;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''));
  };
}
