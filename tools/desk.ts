/** One simulated moderator's desk. */
import type { ModeratorCommand } from '../shared/commands.ts';
import type { ModeratorView } from '../shared/views.ts';
import { SimulatedScreen } from './simulatedScreen.ts';

interface DeskOptions {
  /** Of the server, as `http://localhost:3000`. */
  url: string;
  debate: string;
  key: string;
}

export class Desk extends SimulatedScreen<ModeratorView, ModeratorCommand> {
  constructor({ url, debate, key }: DeskOptions) {
    super(`${url}/moderator`, () => ({ debate, key }));
  }
}
