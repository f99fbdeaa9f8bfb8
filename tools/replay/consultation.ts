/** A consultation as it was recorded: who asked what and when, who voted how and when, and the counts that must come out. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readCsv } from './readCsv.ts';

export interface SourceQuestion {
  sourceId: string;
  author: string;
  /** Milliseconds since 1970. */
  at: number;
  text: string;
  /** A moderator declined it in the end. */
  isDeclined: boolean;
  /** The upvotes it must have when every person's last vote on it counts. */
  expected: number;
}

export interface SourceVote {
  sourceId: string;
  voter: string;
  at: number;
  up: boolean;
}

export interface Consultation {
  title: string;
  language: string;
  /** By time. */
  questions: SourceQuestion[];
  /** By time; of the same moment, in the order of the file. */
  votes: SourceVote[];
}

/** The folder does not hold a consultation; the message says what is wrong with it. */
class NoConsultation extends Error {
  override name = 'NoConsultation';
}

const AGREE = 1;
const REJECTED = -1;
const LANGUAGES: Record<string, string> = { English: 'en', German: 'de' };

/** @throws NoConsultation */
export async function readConsultation(directory: string): Promise<Consultation> {
  const comments = await readTable(directory, 'comments', [
    't_ms',
    'comment_id',
    'author_id',
    'moderated',
    'body',
  ]);
  const rows = await readTable(directory, 'votes', ['t_ms', 'comment_id', 'voter_id', 'vote']);
  const counts = await readTable(directory, 'expected_agrees', ['comment_id', 'agrees_last_vote']);
  const expected = new Map(counts.map((row) => [text(row, 'comment_id'), number(row, 'agrees_last_vote')]));
  const votes = rows
    .map((row) => ({
      sourceId: text(row, 'comment_id'),
      voter: text(row, 'voter_id'),
      at: number(row, 't_ms'),
      up: number(row, 'vote') === AGREE,
    }))
    .sort(byTime);
  const questions = comments.map((row) => ({
    sourceId: text(row, 'comment_id'),
    author: text(row, 'author_id'),
    at: number(row, 't_ms'),
    text: text(row, 'body'),
    isDeclined: number(row, 'moderated') === REJECTED,
    expected: expected.get(text(row, 'comment_id')) ?? 0,
  }));
  askInTime(questions, votes);
  return {
    title: basename(resolve(directory)),
    language: await languageOf(directory),
    questions: questions.sort(byTime),
    votes,
  };
}

const byTime = (one: { at: number }, other: { at: number }): number => one.at - other.at;

/** Clocks differ: a question is asked no later than the first vote on it. */
function askInTime(questions: SourceQuestion[], votes: SourceVote[]): void {
  const known = new Map(questions.map((question) => [question.sourceId, question]));
  if (known.size < questions.length) throw new NoConsultation('Two comments have the same comment_id.');
  for (const { sourceId, at } of votes) {
    const question = known.get(sourceId);
    if (!question) throw new NoConsultation(`There is a vote on comment ${sourceId}, but no such comment.`);
    question.at = Math.min(question.at, at);
  }
}

type Row = Record<string, string>;

async function readTable(directory: string, name: string, columns: string[]): Promise<Row[]> {
  const path = join(directory, `${name}.csv.gz`);
  try {
    const rows = readCsv(gunzipSync(await readFile(path)).toString('utf8'));
    const missing = columns.filter((column) => rows[0] !== undefined && !(column in rows[0]));
    if (missing.length > 0) throw new Error(`it lacks the column ${missing.join(', ')}`);
    if (rows.length === 0) throw new Error('it is empty');
    return rows;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new NoConsultation(
      code === 'ENOENT'
        ? `${path} does not exist. The folder must hold comments, votes and expected_agrees.`
        : `${path} cannot be read: ${message}.`,
    );
  }
}

const text = (row: Row, column: string): string => row[column] ?? '';

function number(row: Row, column: string): number {
  const value = text(row, column);
  if (!/^-?\d+$/.test(value)) throw new NoConsultation(`"${value}" in the column ${column} is not a number.`);
  return Number(value);
}

/** The README says it in English; where it does not, nobody knows. */
async function languageOf(directory: string): Promise<string> {
  const readme = await readFile(join(directory, 'README.md'), 'utf8').catch(() => '');
  return LANGUAGES[/\bLanguage of comments: (\w+)/.exec(readme)?.[1] ?? ''] ?? 'und';
}
