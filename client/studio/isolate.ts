/** A person's text inside a sentence of ours, so that its direction of writing does not turn the sentence. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
