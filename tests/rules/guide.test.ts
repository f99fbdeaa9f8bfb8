/** The guide for writers of clients names all there is, and its examples are what the contract takes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createDebate, createdDebate } from '../../shared/api.ts';
import { audienceCommand, moderatorCommand } from '../../shared/commands.ts';
import { REFUSALS } from '../../shared/outcome.ts';
import { HANDSHAKE_REFUSALS, PROTOCOL } from '../../shared/protocol.ts';
import { DECLINE_REASONS } from '../../shared/reasons.ts';
import { NAME_GRAPHEMES, QUESTION_GRAPHEMES, REASON_GRAPHEMES } from '../../shared/text.ts';
import { audienceView } from '../../shared/views.ts';

const guide = readFileSync('docs/protocol.md', 'utf8');
const types = [...audienceCommand.options, ...moderatorCommand.options].map(({ shape }) => shape.type.value);
const blocks = [...guide.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json));

describe('[C6] docs/protocol.md', () => {
  test('[C6] names every command with its fields', () => {
    const commands = [...audienceCommand.options, ...moderatorCommand.options];
    const missing = commands.filter(({ shape }) => {
      const example = new RegExp(`\\{[^}]*type"?: "${shape.type.value}"[^}]*\\}`).exec(guide)?.[0] ?? '';
      return !Object.keys(shape).every((field) => example.includes(field));
    });
    expect(missing.map(({ shape }) => shape.type.value)).toEqual([]);
    expect(types.length).toBeGreaterThan(10);
  });

  test.each([
    ['refusal', Object.keys(REFUSALS)],
    ['refused handshake', Object.keys(HANDSHAKE_REFUSALS)],
    ['reason for declining', [...DECLINE_REASONS]],
  ])('[C6] names every %s', (_, codes) => {
    expect(codes.filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
  });

  test('[C6] its lengths and its version are the contract’s', () => {
    expect(guide).toContain(`at most ${QUESTION_GRAPHEMES} characters`);
    expect(guide).toContain(`\`name\` ${NAME_GRAPHEMES}, \`reason\` ${REASON_GRAPHEMES}`);
    expect(guide).toContain(`protocol: ${PROTOCOL}`);
  });

  test('[C6] its examples have the right shape', () => {
    const body = JSON.parse(/-d '(.*?)'/s.exec(guide)?.[1] ?? '');
    expect(createDebate.safeParse(body).error).toBeUndefined();
    expect(blocks).toHaveLength(2);
    expect(createdDebate.safeParse(blocks[0]).error).toBeUndefined();
    expect(audienceView.safeParse(blocks[1]).error).toBeUndefined();
  });
});
