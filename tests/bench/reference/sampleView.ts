/** What a reference server shows a phone that arrives: as many bytes as ours shows it in a debate of the same questions. */
import { sampleQuestions } from '../sampleQuestions.ts';

export function sampleView(count: number) {
  const questions = sampleQuestions(count).map(({ id, text }) => [
    id,
    { text, language: 'en', votes: 0, at: 1_760_000_000_000, status: 'approved' },
  ]);
  const debate = {
    id: 'abcdefghijkl',
    code: 'DFGJKL',
    title: 'Benchmark',
    series: '',
    languages: ['en', 'sq', 'sr-Latn', 'sr-Cyrl'],
    screening: 'off',
    names: 'off',
    status: 'open',
  };
  return { seq: 1_000, debate, onAir: null, questions: Object.fromEntries(questions) };
}
