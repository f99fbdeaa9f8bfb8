import type { Limits } from '../access/limits.ts';
import type { Actor } from '../debate/decide.ts';
import type { Room } from '../room/room.ts';
import type { ScreenCommand } from './listen.ts';

/**
 * How long a participant must wait with a command: 0, or milliseconds. Attempts are counted by this node; questions
 * by the log, which all nodes share. A question that is there already is a repetition, and may be repeated.
 */
export function participantWait(command: ScreenCommand, actor: Actor, room: Room, limits: Limits): number {
  const wait = limits.command(command.type, actor.id);
  if (wait > 0 || command.type !== 'askQuestion') return wait;
  const { questions } = room.state;
  if (questions.has(command.id)) return 0;
  const asked: number[] = [];
  for (const { author, at } of questions.values()) if (author === actor.id) asked.push(at);
  return limits.anotherQuestion(asked);
}
