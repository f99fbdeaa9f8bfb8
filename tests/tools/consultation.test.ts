import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { agendas } from '../../tools/replay/agenda.ts';
import { readConsultation } from '../../tools/replay/consultation.ts';
import { packedConsultation } from './packedConsultation.ts';

let folder: string;
beforeEach(async () => {
  folder = await packedConsultation();
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, csv: string) => writeFile(join(folder, `${name}.csv.gz`), gzipSync(csv));

describe('[E2] a consultation', () => {
  test('[E2] has its questions by time, with their expected counts and what a moderator made of them', async () => {
    const { title, language, questions, votes } = await readConsultation(folder);
    expect(title).toMatch(/^sofra-consultation-/);
    expect(language).toBe('en');
    expect(questions.map(({ sourceId, expected }) => `${sourceId}:${expected}`)).toEqual([
      '0:1',
      '1:1',
      '2:2',
      '3:3',
      '4:0',
      '7:2',
    ]);
    expect(questions.filter(({ isDeclined }) => isDeclined).map(({ sourceId }) => sourceId)).toEqual(['2']);
    expect(questions[2]?.text).toBe('Vote for my cousin,\nhe has a good car.');
    expect(votes).toHaveLength(19);
    expect(votes.filter(({ up }) => up)).toHaveLength(13);
  });

  test('[E2] asks a question no later than the first vote on it', async () => {
    const { questions } = await readConsultation(folder);
    expect(questions.find(({ sourceId }) => sourceId === '3')?.at).toBe(1_700_000_599_000);
  });

  test('[E2] keeps the order of votes of the same moment', async () => {
    const { votes } = await readConsultation(folder);
    const doubled = votes.filter(({ voter, sourceId }) => voter === '2' && sourceId === '1');
    expect(doubled.map(({ up }) => up)).toEqual([true, false]);
  });

  test.each([
    ['a file is missing', () => rm(join(folder, 'votes.csv.gz')), /votes\.csv\.gz does not exist/],
    [
      'a file is not gzip',
      () => writeFile(join(folder, 'votes.csv.gz'), 'a,b'),
      /votes\.csv\.gz cannot be read/,
    ],
    [
      'a column is missing',
      () => write('votes', 't_ms,comment_id,vote\n1,0,1\n'),
      /lacks the column voter_id/,
    ],
    ['a file is empty', () => write('votes', ''), /it is empty/],
    [
      'a number is none',
      () => write('votes', 't_ms,comment_id,voter_id,vote\nnoon,0,1,1\n'),
      /"noon" .* t_ms/,
    ],
    [
      'a vote is on nothing',
      () => write('votes', 't_ms,comment_id,voter_id,vote\n1,99,1,1\n'),
      /no such comment/,
    ],
  ])('[E2] says so where %s', async (_, spoil, message) => {
    await spoil();
    await expect(readConsultation(folder)).rejects.toThrow(message);
  });
});

describe('[E3] the agenda', () => {
  test('[E3] makes one phone of a person who asks and votes, and starts the clock at the first vote', async () => {
    const consultation = await readConsultation(folder);
    const acts = agendas(consultation, 10);
    expect([...acts.keys()].sort()).toEqual(['1', '2', '3', '4', '7', '9']);
    expect(acts.get('1')?.map(({ due }) => due)).toEqual([0, 300, 10_000, 40_000, 49_900, 71_100]);
    expect(acts.get('9')?.map(({ due }) => due)).toEqual([0, 0]);
  });

  test('[E3] has everybody ask before anybody votes where there is no time', async () => {
    const acts = agendas(await readConsultation(folder), Number.POSITIVE_INFINITY);
    expect(acts.get('1')?.map((act) => 'ask' in act)).toEqual([true, false, false, false, false, false]);
    expect(acts.get('1')?.every(({ due }) => due === 0)).toBe(true);
  });
});
