/** The questions of a benchmark debate: the same for our server, which is asked them, and for the reference servers. */

const TOPICS = [
  'the bridge',
  'the heating plant',
  'the youth centre',
  'the river bank',
  'the bus to the university',
];

export interface SampleQuestion {
  id: string;
  text: string;
}

export const sampleQuestions = (count: number): SampleQuestion[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `question-${String(index).padStart(6, '0')}`,
    text: `What will the municipality do about ${TOPICS[index % TOPICS.length]} before winter, and who answers for it? (${index})`,
  }));
