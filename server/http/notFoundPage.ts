/** What somebody sees who followed a wrong or old link, in every language, none first but by the alphabet. */
import { type Language, languageTags } from '../../shared/languages.ts';
import { type Page, pageOf } from './page.ts';

const WORDS: Record<Language, [heading: string, advice: string, link: string]> = {
  en: ['There is nothing here', 'The address is wrong, or no longer valid.', 'Enter a code'],
  sq: ['Këtu nuk ka asgjë', 'Adresa është e gabuar ose nuk vlen më.', 'Shkruani kodin'],
  'sr-Latn': ['Ovde nema ničega', 'Adresa je pogrešna ili više ne važi.', 'Unesite kod'],
  'sr-Cyrl': ['Овде нема ничега', 'Адреса је погрешна или више не важи.', 'Унесите код'],
};

const STYLE = `
:root { color-scheme: light dark; --paper: #faf7f2; --ink: #26211c; --soft: #5f564c; --accent: #5d3a5f; --line: #ddd5c9; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1b1815; --ink: #f3ede4; --soft: #bdb1a2; --accent: #d9b3d8; --line: #3d362f; }
}
body { margin: 0 auto; max-width: 30rem; padding: 2rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
section { padding: 1rem 0; border-bottom: 1px solid var(--line); }
section:last-child { border: 0; }
h1 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0.25rem 0 0; color: var(--soft); }
a { display: inline-block; padding: 0.625rem 0; color: var(--accent); font-weight: 600; }
`;

const sections = languageTags.map((language) => {
  const [heading, advice, link] = WORDS[language];
  return `<section lang="${language}"><h1>${heading}</h1><p>${advice}</p><a href="/">${link}</a></section>`;
});

export const notFoundPage: Page = pageOf(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>404 · Sofra</title>
<style>${STYLE}</style>
</head>
<body><main>
${sections.join('\n')}
</main></body>
</html>
`);
