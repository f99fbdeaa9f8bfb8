/** A document as it stands in a file: the same contract always gives the same bytes. */
export const written = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
