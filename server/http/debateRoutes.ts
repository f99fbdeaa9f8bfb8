/** `/api/debates`: create, list, read, change, open and close debates. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { changeSettings, createDebate, type DebateSummary, keyRole } from '../../shared/api.ts';
import type { Command } from '../../shared/commands.ts';
import type { Organisation } from '../access/organisation.ts';
import { ownOrigin } from '../access/requestOrigin.ts';
import type { Config } from '../config.ts';
import { catchUp } from '../room/catchUp.ts';
import type { Rooms } from '../room/rooms.ts';
import { debateInfo } from '../views/rows.ts';
import { debateDetail } from './debateDetail.ts';
import { audienceLink, staffLink } from './links.ts';
import { readBody } from './readBody.ts';
import { refuse } from './refuse.ts';
import { actorId, hasSignedOut } from './requireStaff.ts';

/** Results are asked of any node, a moment after another has acknowledged the last vote. */
const CATCH_UP_WITHIN_MS = 2_000;

export interface DebateParts {
  config: Config;
  organisation: Organisation;
  rooms: Rooms;
}

type AboutDebate = (debate: DebateSummary, request: Request, response: Response) => Promise<void>;

/** Finds the debate that the address names, or refuses. */
export function withDebate(organisation: Organisation, handle: AboutDebate): RequestHandler {
  return async (request, response) => {
    const debate = await organisation.seek(() => organisation.debate(String(request.params.id)));
    if (debate) await handle(debate, request, response);
    else refuse(response, 'debateUnknown');
  };
}

export function debateRoutes(parts: DebateParts): Router {
  const { config, organisation, rooms } = parts;
  const routes = Router();
  routes.post('/', create(parts));
  routes.get('/', async (_request, response) => {
    await organisation.catchUp();
    response.json({ debates: organisation.debates() });
  });
  routes.get(
    '/:id',
    withDebate(organisation, async (debate, request, response) => {
      const room = await rooms.open(debate.id);
      await Promise.all([catchUp(room, CATCH_UP_WITHIN_MS), organisation.catchUp()]);
      const link = audienceLink(ownOrigin(request, config), debate.code);
      response.json(debateDetail(debate, room, organisation.keys(debate.id), link));
    }),
  );
  routes.patch('/:id', withDebate(organisation, change(parts)));
  routes.post('/:id/open', withDebate(organisation, changeStatus(parts, 'openDebate')));
  routes.post('/:id/close', withDebate(organisation, changeStatus(parts, 'closeDebate')));
  return routes;
}

/** Links are new each time: of those that were handed out before, nobody here knows the keys. They stay good. */
function create({ config, organisation }: DebateParts): RequestHandler {
  return async (request, response) => {
    const settings = readBody(createDebate, request, response);
    if (!settings) return;
    const by = actorId(response);
    const { id, code } = await organisation.createDebate(settings, by);
    const origin = ownOrigin(request, config);
    const staffLinks = await Promise.all(
      keyRole.options.map(async (role) => {
        const { key } = await organisation.issueKey(id, role, undefined, by);
        return [role, staffLink(origin, role, id, key)];
      }),
    );
    const links = { audience: audienceLink(origin, code), ...Object.fromEntries(staffLinks) };
    response.status(201).location(`/api/debates/${id}`).json({ id, code, links });
  };
}

/** Answers with the debate as it is now, once the list of debates shows it too. */
function changeStatus(parts: DebateParts, type: 'openDebate' | 'closeDebate'): AboutDebate {
  return (debate, _request, response) => perform(parts, debate, { type }, response);
}

function change(parts: DebateParts): AboutDebate {
  return async (debate, request, response) => {
    const asked = readBody(changeSettings, request, response);
    if (!asked) return;
    const { expected, ...settings } = asked;
    const command: Command = {
      type: 'changeSettings',
      settings,
      ...(expected !== undefined && { expected }),
    };
    await perform(parts, debate, command, response);
  };
}

async function perform(
  { organisation, rooms }: DebateParts,
  { id, createdAt }: DebateSummary,
  command: Command,
  response: Response,
): Promise<void> {
  const room = await rooms.open(id);
  const isOver = () => hasSignedOut(response, organisation);
  const outcome = await room.perform(command, { id: actorId(response) }, isOver);
  if (!outcome.ok) {
    if (outcome.code === 'settingsChanged' || outcome.code === 'unknown') refuse(response, outcome.code);
    else refuse(response, 'unavailable', outcome.message);
    return;
  }
  const debate = debateInfo(room.state);
  await organisation.notes.note(debate, room.seq);
  response.json({ ...debate, createdAt });
}
