/** Server memory of a phone that is connected, has its view and does nothing. */
import { type Bench, ROUNDS, type Scenario } from '../bench.ts';
import { compare } from '../metric.ts';
import { type Subject, startOurs, startReference } from '../servers.ts';

const QUESTIONS = 50;
const MORE_AT_MOST = 1.1;
/** Connected before the first look, so that no code or pool of the server's own is counted. */
const WARM = 200;

export const memory: Scenario = async (bench) => {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    ours.push(await ourBytesPerPhone(bench));
    bare.push(await bareBytesPerPhone(bench));
    bench.say(`memory, round ${round}: ${ours.at(-1)} bytes a phone, bare Socket.IO ${bare.at(-1)}`);
  }
  return { bytesPerIdlePhone: compare(ours, bare, { most: MORE_AT_MOST }) };
};

async function ourBytesPerPhone(bench: Bench): Promise<number> {
  const ours = await startOurs(await bench.nextPort());
  const subject = await ours.createDebate();
  await bench.crowd.ask(subject.audience, QUESTIONS);
  const bytes = await bytesPerPhone(bench, subject);
  await ours.stop();
  return bytes;
}

async function bareBytesPerPhone(bench: Bench): Promise<number> {
  const subject = await startReference('bareSocketIo', await bench.nextPort(), QUESTIONS);
  const bytes = await bytesPerPhone(bench, subject);
  await subject.server.stop();
  return bytes;
}

async function bytesPerPhone({ crowd, quick }: Bench, { server, audience }: Subject): Promise<number> {
  const phones = quick ? 1_000 : 3_000;
  await crowd.gather('idle', [audience], [server.pid], QUESTIONS);
  await crowd.grow('idle', WARM);
  const before = await server.memoryAfterCollection();
  await crowd.grow('idle', WARM + phones);
  const after = await server.memoryAfterCollection();
  await crowd.leave('idle');
  return Math.round((after.kept - before.kept) / phones);
}
