/**
 * Everybody who is connected to one debate on this node, and who is told what when: overlays first, then hosts,
 * moderators and authors at once; phones once a tick, all with the same bytes.
 */
import type { StaffScreen } from '../../shared/protocol.ts';
import { Changes } from '../debate/changes.ts';
import type { Room } from '../room/room.ts';
import { audiencePatch, audienceView, isNews } from '../views/audience.ts';
import { hostView } from '../views/host.ts';
import { mine, myQuestion } from '../views/mine.ts';
import { moderatorPatch, moderatorView } from '../views/moderator.ts';
import { overlayView } from '../views/overlay.ts';
import { AudienceFrames } from './audienceFrames.ts';
import { ByteBudget } from './byteBudget.ts';
import { fanOut } from './fanOut.ts';
import { eventFrame } from './frame.ts';
import type { Outlet } from './outlet.ts';
import { paceOf, paceOfActs, TICK_MS } from './pace.ts';
import type { Presence, PresenceElsewhere } from './presence.ts';
import { RightOfWay } from './rightOfWay.ts';
import { isCut, isSlow, type SeatedSocket } from './seat.ts';
import { Tick } from './tick.ts';

/** Connections of one person. Whoever opens more loses the oldest: each of them hears of every vote of the others. */
const PHONES_OF_A_PERSON = 16;

export class LiveDebate {
  readonly #room: Room;
  /** With their way out: a tally goes straight there. */
  readonly #phones = new Map<SeatedSocket, Outlet>();
  /** The phones of one person: mostly one. */
  readonly #people = new Map<string, SeatedSocket | SeatedSocket[]>();
  /** Phones that did not keep up, and so missed a tick. */
  readonly #behind = new Set<Outlet>();
  readonly #staff = {
    moderator: new Set<SeatedSocket>(),
    host: new Set<SeatedSocket>(),
    overlay: new Set<SeatedSocket>(),
  };
  readonly #audienceTick: Tick;
  readonly #moderatorTick: Tick;
  #forAudience = new Changes();
  #forModerators = new Changes();
  #audienceSeq: number;
  /** For all who arrive until the next change. */
  #audienceView: Buffer | undefined;
  #moderatorSeq: number;
  readonly #unlisten: () => void;
  readonly #others: PresenceElsewhere;
  readonly #isAlone: boolean;
  /** Of staff's acts, before phones are told. */
  readonly rightOfWay = new RightOfWay();
  #lastBytes = 0;
  readonly #budget = new ByteBudget();

  /** @param onError hears of a bug in showing the debate: whoever made this one drops it */
  constructor(room: Room, presence: Presence, onError: (error: unknown) => void) {
    this.#room = room;
    this.#audienceTick = new Tick(() => this.#patchAudience(), onError);
    this.#moderatorTick = new Tick(async () => this.#patchModerators(), onError);
    this.#audienceSeq = room.seq;
    this.#moderatorSeq = room.seq;
    this.#unlisten = room.onChange((changes) => this.#tell(changes));
    this.#isAlone = presence.isAlone;
    this.#others = presence.join(
      room.id,
      () => this.#phones.size,
      () => this.#moderatorTick.request(TICK_MS),
    );
  }

  get isEmpty(): boolean {
    return this.#phones.size + this.#everyStaffSocket().length === 0;
  }

  /** Phones connected now, on all nodes. */
  get #present(): number {
    return this.#phones.size + this.#others.elsewhere;
  }

  joinAudience(socket: SeatedSocket): void {
    const { id } = socket.data.actor;
    this.#phones.set(socket, socket.data.outlet);
    const others = [this.#people.get(id) ?? []].flat();
    const [oldest] = others;
    this.#people.set(id, oldest === undefined ? socket : [...others, socket]);
    if (oldest && others.length >= PHONES_OF_A_PERSON) oldest.disconnect(true);
    this.showAudience(socket);
    this.#moderatorTick.request(TICK_MS);
  }

  joinStaff(screen: StaffScreen, socket: SeatedSocket): void {
    this.#staff[screen].add(socket);
    this.showStaff(screen, socket);
  }

  leave(socket: SeatedSocket): void {
    for (const sockets of Object.values(this.#staff)) sockets.delete(socket);
    this.#behind.delete(socket.data.outlet);
    if (!this.#phones.delete(socket)) return;
    const { id } = socket.data.actor;
    const left = [this.#people.get(id) ?? []].flat().filter((other) => other !== socket);
    const [only] = left;
    if (only === undefined) this.#people.delete(id);
    else this.#people.set(id, left.length === 1 ? only : left);
    this.#moderatorTick.request(TICK_MS);
  }

  showAudience(socket: SeatedSocket): void {
    this.#behind.delete(socket.data.outlet);
    const { state, seq } = this.#room;
    this.#audienceView ??= eventFrame('/audience', 'view', audienceView(state, seq));
    socket.data.outlet.write(this.#audienceView);
    socket.emit('mine', mine(state, socket.data.actor.id, seq));
  }

  showStaff(screen: StaffScreen, socket: SeatedSocket): void {
    const { state, seq } = this.#room;
    if (screen === 'moderator') socket.emit('view', moderatorView(state, seq, this.#present));
    else if (screen === 'host') socket.emit('view', hostView(state, seq));
    else socket.emit('view', overlayView(state, seq));
  }

  /** @param accessId a key or a session that has ended */
  disconnectStaff(accessId: string): void {
    for (const socket of this.#everyStaffSocket())
      if (socket.data.accessId === accessId) socket.disconnect(true);
  }

  close(): void {
    this.#unlisten();
    this.#others.leave();
    this.#audienceTick.stop();
    this.#moderatorTick.stop();
    for (const socket of [...this.#phones.keys(), ...this.#everyStaffSocket()]) socket.conn.close();
  }

  #everyStaffSocket(): SeatedSocket[] {
    return Object.values(this.#staff).flatMap((sockets) => [...sockets]);
  }

  #tell(changes: Changes): void {
    const { state, seq } = this.#room;
    if (changes.air || changes.debate) this.#emit(this.#staff.overlay, 'view', () => overlayView(state, seq));
    if (changes.beyondTallies) this.#emit(this.#staff.host, 'view', () => hostView(state, seq));
    this.#forModerators.absorb(changes);
    if (changes.beyondTallies) this.#patchModerators();
    else this.#moderatorTick.request(TICK_MS);
    this.#tellAuthors(changes);
    this.#tellOtherPhones(changes);
    this.#forAudience.absorb(changes);
    this.#audienceView = undefined;
    this.#requestAudienceTick(changes);
  }

  #emit(sockets: Set<SeatedSocket>, event: 'view' | 'patch', payload: () => unknown): void {
    if (sockets.size === 0) return;
    const content = payload();
    for (const socket of sockets) if (!isCut(socket)) socket.emit(event, content);
  }

  #tellAuthors(changes: Changes): void {
    for (const id of changes.questions) {
      const question = this.#room.state.questions.get(id);
      if (!question) continue;
      for (const socket of [this.#people.get(question.author) ?? []].flat()) {
        if (!isCut(socket))
          socket.emit('mine', { seq: this.#room.seq, questions: { [id]: myQuestion(question) } });
      }
    }
  }

  /** A vote is news only to a person with several connections, here or elsewhere: the one that cast it has its answer. */
  #tellOtherPhones(changes: Changes): void {
    if (this.#isAlone && this.#people.size === this.#phones.size) return;
    for (const vote of changes.votes) {
      const { by, event } = vote;
      const phones = this.#people.get(by);
      if (!phones || (!Array.isArray(phones) && this.#room.isCasting(vote))) continue;
      const upvotes = { [event.questionId]: event.type === 'upvoted' };
      for (const socket of [phones].flat())
        if (!isCut(socket)) socket.emit('mine', { seq: this.#room.seq, upvotes });
    }
  }

  #requestAudienceTick(changes: Changes): void {
    const { size } = this.#phones;
    const pace = paceOf(size, this.#lastBytes);
    if (changes.air || changes.debate) this.#audienceTick.request(paceOfActs(size));
    else if (isNews(this.#room.state, changes)) this.#audienceTick.request(pace);
    else this.#audienceTick.request(pace, this.#budget.readyAt);
  }

  async #patchAudience(): Promise<void> {
    const changes = this.#forAudience;
    this.#forAudience = new Changes();
    if (this.#phones.size === 0) return;
    const { state, seq } = this.#room;
    const patch = audiencePatch(state, changes, this.#audienceSeq, seq);
    const goesFirst = this.rightOfWay.giving();
    if (patch) {
      this.#audienceSeq = seq;
      const frames = new AudienceFrames(state, patch);
      const bring = (phone: Outlet) => this.#bring(phone, frames.for(phone));
      await fanOut([...this.#phones.values()], bring, goesFirst);
      this.#lastBytes = frames.bytes;
      this.#budget.spend(this.#lastBytes);
    } else await fanOut([...this.#behind], (phone) => this.#bring(phone), goesFirst);
    if (this.#behind.size > 0)
      this.#audienceTick.request(paceOf(this.#phones.size, this.#lastBytes), this.#budget.readyAt);
  }

  /** A phone that fell behind is shown the whole, once it keeps up again. */
  #bring(phone: Outlet, frame?: Buffer): void {
    if (frame && this.#behind.size === 0 && phone.writeAtOnce(frame)) return;
    const { socket } = phone;
    if (!socket.connected) return;
    if (isSlow(socket)) this.#behind.add(phone);
    else if (this.#behind.has(phone)) this.showAudience(socket);
    else if (frame) phone.write(frame);
  }

  #patchModerators(): void {
    const changes = this.#forModerators;
    this.#forModerators = new Changes();
    const { state, seq } = this.#room;
    this.#emit(this.#staff.moderator, 'patch', () => ({
      ...moderatorPatch(state, changes, this.#moderatorSeq, seq),
      present: this.#present,
    }));
    this.#moderatorSeq = seq;
  }
}
