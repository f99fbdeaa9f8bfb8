import type { Limits } from '../access/limits.ts';
import type { Actor } from '../debate/decide.ts';
import type { Room } from '../room/room.ts';
import type { ScreenCommand } from './listen.ts';

/**
 * How long a participant must wait with a command: 0, or milliseconds. Attempts are counted by this node; questions
 * by the log, which all nodes share. A question that is there already is a repetition, and may be repeated.
 * @param address asked for only where it counts, and kept nowhere
 */
export function participantWait(
  command: ScreenCommand,
  actor: Actor,
  room: Room,
  limits: Limits,
  address: () => string,
): number {
  const wait = limits.command(command.type, actor.id);
  if (wait > 0 || command.type !== 'askQuestion') return wait;
  const { questions } = room.state;
  if (questions.has(command.id)) return 0;
  const asked: number[] = [];
  let unread = 0;
  for (const { author, at, status } of questions.values()) {
    if (author === actor.id) asked.push(at);
    if (status === 'waiting') unread += 1;
  }
  return limits.question({ asked, unread, address: address() });
}
