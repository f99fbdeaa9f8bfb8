/** Who a new connection is, and whether it may sit where it asks to. */
import {
  audienceHandshake,
  HANDSHAKE_REFUSALS,
  type HandshakeRefusal,
  PROTOCOL,
  type StaffScreen,
  staffHandshake,
} from '../../shared/protocol.ts';
import type { Limits } from '../access/limits.ts';
import type { Organisation } from '../access/organisation.ts';
import type { ParticipantTokens } from '../access/participants.ts';
import type { Actor } from '../debate/decide.ts';

/** What a handshake gives to go by. */
export interface Arrival {
  auth: unknown;
  /** Of the phone or its network: for the coarse limit alone, kept nowhere. */
  address: string;
  cookie: string | undefined;
  /** The page that connects is ours: its Origin is exactly the server's. */
  isOwnPage: boolean;
}

export interface Admission {
  debateId: string;
  /** What they have seen of the debate already; 0: nothing. */
  seq: number;
  actor: Actor;
  token?: string;
  countsByNumber?: boolean;
  accessId?: string;
}

export interface Doors {
  organisation: Organisation;
  participants: ParticipantTokens;
  limits: Limits;
}

export class HandshakeError extends Error {
  readonly data: { code: HandshakeRefusal; message: string };
  constructor(code: HandshakeRefusal) {
    super(HANDSHAKE_REFUSALS[code]);
    this.data = { code, message: this.message };
  }
}

const speaksAnother = (auth: unknown): boolean => {
  const { protocol } = (auth ?? {}) as { protocol?: unknown };
  return typeof protocol === 'number' && protocol !== PROTOCOL;
};

/** @throws HandshakeError */
export async function admitParticipant({ auth, address }: Arrival, doors: Doors): Promise<Admission> {
  if (speaksAnother(auth)) throw new HandshakeError('protocolUnsupported');
  const parsed = audienceHandshake.safeParse(auth);
  if (!parsed.success) throw new HandshakeError('invalidHandshake');
  const { debate: code, token: known, language, counts, seq = 0 } = parsed.data;
  const returning = known !== undefined && doors.participants.isGenuine(known);
  // Before the code is looked up: whoever tries many learns nothing from the right one either.
  const wait = returning
    ? doors.limits.command('arrive', doors.participants.participantIn('', known))
    : doors.limits.newcomer(address);
  if (wait > 0) throw new HandshakeError('tooMany');
  const { organisation } = doors;
  const debate = await organisation.seek(() => organisation.debateByCode(code));
  if (!debate) throw new HandshakeError('debateUnknown');
  const token = returning ? known : doors.participants.issue();
  const id = doors.participants.participantIn(debate.id, token);
  const actor = { id, ...(language !== undefined && { language }) };
  return { debateId: debate.id, seq, token, actor, countsByNumber: counts === 'byNumber' };
}

const wrongKey = ({ address }: Arrival, { limits }: Doors): HandshakeError =>
  new HandshakeError(limits.failure(address) > 0 ? 'tooMany' : 'notAllowed');

/** @throws HandshakeError */
export async function admitStaff(screen: StaffScreen, arrival: Arrival, doors: Doors): Promise<Admission> {
  const { auth, cookie, isOwnPage } = arrival;
  if (speaksAnother(auth)) throw new HandshakeError('protocolUnsupported');
  const parsed = staffHandshake.safeParse(auth);
  if (!parsed.success) throw new HandshakeError('invalidHandshake');
  const { debate: debateId, key, seq = 0 } = parsed.data;
  const { organisation } = doors;
  if (!(await organisation.seek(() => organisation.debate(debateId))))
    throw new HandshakeError('debateUnknown');
  if (key !== undefined) {
    const info = await organisation.seek(() => organisation.findKey(debateId, key));
    if (info?.role !== screen) throw wrongKey(arrival, doors);
    return { debateId, seq, accessId: info.id, actor: { id: `${screen}:${info.id}` } };
  }
  if (!isOwnPage || cookie === undefined) throw new HandshakeError('notAllowed');
  const session = await organisation.seek(() => organisation.session(cookie));
  if (!session) throw new HandshakeError('notAllowed');
  return { debateId, seq, accessId: session.id, actor: { id: `studio:${session.id}` } };
}
