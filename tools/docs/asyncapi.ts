/** The socket protocol as an AsyncAPI 3.0 document: a channel per screen, generated from the contract. */
import { audienceCommand, moderatorCommand, watcherCommand } from '../../shared/commands.ts';
import { REFUSALS } from '../../shared/outcome.ts';
import { HANDSHAKE_REFUSALS, PROTOCOL, type Screen } from '../../shared/protocol.ts';
import { DECLINE_REASONS } from '../../shared/reasons.ts';
import { commandName, contractSchemas, type JsonSchema, refTo } from './contractSchemas.ts';

interface ScreenDocument {
  says: string;
  handshake: string;
  welcome: string;
  /** Event to the name of its payload's schema. */
  events: Record<string, string>;
  commands: string[];
}

const watcher = { handshake: 'StaffHandshake', welcome: 'StaffWelcome' };
const resync = watcherCommand.options.map(commandName);

const SCREENS: Record<Screen, ScreenDocument> = {
  audience: {
    says: 'Phones: see what is approved, ask, upvote.',
    handshake: 'AudienceHandshake',
    welcome: 'AudienceWelcome',
    events: { view: 'AudienceView', mine: 'Mine', patch: 'AudiencePatch' },
    commands: audienceCommand.options.map(commandName),
  },
  moderator: {
    says: 'Screens the questions and puts them on air.',
    ...watcher,
    events: { view: 'ModeratorView', patch: 'ModeratorPatch' },
    commands: moderatorCommand.options.map(commandName),
  },
  host: {
    says: 'Reads what is on air and what comes next. A new `view` whenever it changes.',
    ...watcher,
    events: { view: 'HostView' },
    commands: resync,
  },
  overlay: {
    says: 'Shows what is on air, and cannot see anything else. A new `view` whenever it changes.',
    ...watcher,
    events: { view: 'OverlayView' },
    commands: resync,
  },
};

const EVENT_SAYS: Record<string, string> = {
  view: 'The whole view: after the handshake, and in answer to `resync`.',
  patch:
    'A change of the view. Where `from` is greater than the `seq` of the view, something is missing: send `resync`.',
  mine: 'What is private to this person: after every `view` that was asked for, and whenever it changes.',
};

const INTRODUCTION = `Socket.IO 4 (protocol 5) on the default path, websocket transport only. One namespace per screen.
The payload of Socket.IO's CONNECT packet is the handshake. Where it is refused, CONNECT_ERROR carries \`data.code\`.
Commands are one event, \`command\`, with one argument and an acknowledgement whose one argument is the Outcome.
Every command may be repeated: a repeat is answered like the first time.
docs/protocol.md is the guide. Clients ignore fields and events that they do not know.

What the schemas cannot say:
- Texts are cleaned before they are kept: NFC, white space folded to single spaces, invisible and direction-changing
  characters dropped, at most two marks on a letter. Their length counts grapheme clusters after that; whatever the
  count, 2,048 bytes of UTF-8 at most. Control characters and lone surrogates are refused (textNotAllowed).
- A reason for declining is one of ${DECLINE_REASONS.join(', ')}, which screens translate, or own words.`;

const lines = (codes: Record<string, string>): string =>
  Object.entries(codes)
    .map(([code, meaning]) => `- ${code}: ${meaning}`)
    .join('\n');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function channel(screen: Screen): object {
  const { says, handshake, welcome, events, commands } = SCREENS[screen];
  const received = Object.entries({ welcome, ...events }).map(([name, schema]) => [
    name,
    { name, ...(EVENT_SAYS[name] && { summary: EVENT_SAYS[name] }), payload: refTo(schema) },
  ]);
  return {
    address: `/${screen}`,
    description: says,
    messages: {
      handshake: { name: 'CONNECT', summary: 'The handshake.', payload: refTo(handshake) },
      handshakeRefused: { name: 'CONNECT_ERROR', payload: refTo('HandshakeRefused') },
      ...Object.fromEntries(received),
      command: { name: 'command', payload: { oneOf: commands.map(refTo) } },
      outcome: { name: 'acknowledgement of command', payload: refTo('Outcome') },
    },
  };
}

function operations(screen: Screen): [string, object][] {
  const at = { $ref: `#/channels/${screen}` };
  const message = (name: string) => ({ $ref: `#/channels/${screen}/messages/${name}` });
  const asked = (name: string, summary: string, answers: string[]): [string, object] => [
    `${screen}${capital(name)}`,
    {
      action: 'receive',
      channel: at,
      summary,
      messages: [message(name)],
      reply: { channel: at, messages: answers.map(message) },
    },
  ];
  return [
    asked('handshake', 'Connect.', ['welcome', 'handshakeRefused']),
    asked('command', 'Ask for a change, or for the view again.', ['outcome']),
    ...Object.keys(SCREENS[screen].events).map((event): [string, object] => [
      `${screen}${capital(event)}`,
      { action: 'send', channel: at, summary: EVENT_SAYS[event], messages: [message(event)] },
    ]),
  ];
}

function handshakeRefused(): JsonSchema {
  const code = {
    type: 'string',
    enum: Object.keys(HANDSHAKE_REFUSALS),
    description: lines(HANDSHAKE_REFUSALS),
  };
  const message = { type: 'string' };
  const data = { type: 'object', properties: { code, message }, required: ['code', 'message'] };
  return { type: 'object', properties: { message, data }, required: ['message'] };
}

/** Names what each code means, where the schema only lists them. */
function explained(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const refused = schemas.Refused as { properties: { code: JsonSchema } };
  refused.properties.code.description = lines(REFUSALS);
  return { ...schemas, HandshakeRefused: handshakeRefused() };
}

export function asyncapi(): object {
  const screens = Object.keys(SCREENS) as Screen[];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Sofra: the socket protocol',
      version: `${PROTOCOL}.0.0`,
      description: INTRODUCTION,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: 'localhost:3000',
        pathname: '/socket.io/',
        protocol: 'ws',
        description: 'Wherever it runs; wss behind https.',
      },
    },
    channels: Object.fromEntries(screens.map((screen) => [screen, channel(screen)])),
    operations: Object.fromEntries(screens.flatMap(operations)),
    components: { schemas: explained(contractSchemas()) },
  };
}
