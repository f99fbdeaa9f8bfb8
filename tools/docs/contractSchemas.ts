/** Every named schema of the socket protocol as JSON Schema. */
import { z } from 'zod';
import * as commands from '../../shared/commands.ts';
import * as outcome from '../../shared/outcome.ts';
import * as protocol from '../../shared/protocol.ts';
import * as views from '../../shared/views.ts';
import { openSchema } from './openSchema.ts';

export type JsonSchema = Record<string, unknown>;

const AT = '#/components/schemas/';

export const refTo = (name: string): { $ref: string } => ({ $ref: AT + name });

/** `AskQuestion`: of a command, its type with a capital. */
export const commandName = (command: { shape: { type: { value: string } } }): string => {
  const { value } = command.shape.type;
  return value.charAt(0).toUpperCase() + value.slice(1);
};

/** As a client writes and reads them: what the server cleans away in parsing does not show. */
export function contractSchemas(): Record<string, JsonSchema> {
  const named = z.registry<{ id: string }>();
  for (const module of [views, outcome, protocol])
    for (const schema of Object.values(module)) {
      const id = schema instanceof z.ZodType ? schema.meta()?.id : undefined;
      if (schema instanceof z.ZodType && id !== undefined) named.add(schema, { id });
    }
  for (const screen of [commands.audienceCommand, commands.moderatorCommand, commands.watcherCommand])
    for (const command of screen.options) named.add(command, { id: commandName(command) });
  const { schemas } = z.toJSONSchema(named, {
    target: 'draft-07',
    io: 'input',
    uri: (id) => AT + id,
    override: openSchema,
  });
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => [name, schema]),
  );
}
