/** `/api/debates/ID/keys`: one more link to a screen, or one less. */
import { Router } from 'express';
import { createKey } from '../../shared/api.ts';
import { ownOrigin } from '../access/requestOrigin.ts';
import { type DebateParts, withDebate } from './debateRoutes.ts';
import { staffLink } from './links.ts';
import { readBody } from './readBody.ts';
import { refuse } from './refuse.ts';
import { actorId } from './requireStaff.ts';

export function keyRoutes({ config, organisation }: DebateParts): Router {
  const routes = Router();
  routes.post(
    '/:id/keys',
    withDebate(organisation, async ({ id }, request, response) => {
      const asked = readBody(createKey, request, response);
      if (!asked) return;
      const { key, info } = await organisation.issueKey(id, asked.role, asked.label, actorId(response));
      const link = staffLink(ownOrigin(request, config), info.role, id, key);
      response.status(201).json({ key: info, link });
    }),
  );
  routes.delete(
    '/:id/keys/:keyId',
    withDebate(organisation, async ({ id }, request, response) => {
      const revoked = await organisation.revokeKey(id, String(request.params.keyId), actorId(response));
      if (revoked) response.status(204).end();
      else refuse(response, 'keyUnknown');
    }),
  );
  return routes;
}
