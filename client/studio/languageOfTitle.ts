/**
 * The language tag of a title. Nobody declares it; only the script can be told for sure. Cyrillic is Serbian here,
 * anything else is left undetermined rather than claimed for one language.
 */
export const languageOfTitle = (title: string): string =>
  /\p{Script=Cyrillic}/u.test(title) ? 'sr-Cyrl' : 'und';
