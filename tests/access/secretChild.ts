/** Makes the secret of a new data directory. Prints what came of it: `made`, or the error's code. */
import { ParticipantTokens } from '../../server/access/participants.ts';

const made = ParticipantTokens.open(process.env.DATA_DIR ?? '').then(
  () => 'made',
  ({ code }) => code,
);
console.log(await made);
