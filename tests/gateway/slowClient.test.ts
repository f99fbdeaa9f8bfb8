import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { fillDebate, SlowPhone } from './SlowPhone.ts';
import { TestServer } from './startServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.remove());

test('[G18] a phone that stops reading costs a bounded buffer and is cut; the others go on', async () => {
  const debate = await server.debate({ screening: 'off' });
  const phone = debate.phone();
  await phone.until('view');
  const text = 'ж'.repeat(280);
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      phone.send({ type: 'askQuestion', id: `filler-${String(index).padStart(5, '0')}`, text }),
    ),
  );
  const stuck = new WebSocket(`${server.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await once(stuck, 'open');
  stuck.send(`40/audience,${JSON.stringify({ debate: debate.code })}`);
  await once(stuck, 'message');
  stuck.pause();
  let acknowledgement = 0;
  const closed = once(stuck, 'close');
  const askForViews = setInterval(() => {
    for (let burst = 0; burst < 20; burst += 1) {
      acknowledgement += 1;
      stuck.send(`42/audience,${acknowledgement}["command",{"type":"resync"}]`);
    }
  }, 2);
  const before = process.memoryUsage().rss;
  await Promise.race([closed, once(stuck, 'error')]).finally(() => clearInterval(askForViews));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  expect(await phone.send({ type: 'upvote', questionId: 'filler-00000', up: true })).toMatchObject({
    ok: true,
  });
});

test('[G48] a slow phone that the last tick left out is shown the whole once it reads again', async () => {
  const debate = await server.debate({ screening: 'off' });
  await fillDebate(debate);
  const [phone, desk] = [debate.phone(), debate.staff('moderator')];
  await Promise.all([phone.until('view'), desk.until('view')]);
  const slow = await SlowPhone.open(server, debate);
  await slow.stall();
  await desk.send({ type: 'closeDebate' });
  await phone.until('patch', (patch) => patch.debate?.status === 'closed');
  slow.readOn();
  await slow.until((frame) => frame.startsWith('42/audience,["view"') && frame.includes('"status":"closed"'));
});
