/** A Redis server that loses nothing, on the servers' core beside the nodes that it carries. */
import { createClient } from 'redis';
import { ServerUnderTest } from './ServerUnderTest.ts';
import { emptyDirectory } from './servers.ts';

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];

export interface RedisUnderTest {
  url: string;
  server: ServerUnderTest;
  /** Commands that it has processed since its start. */
  operations(): Promise<number>;
  stop(): Promise<void>;
}

export async function startRedis(port: number): Promise<RedisUnderTest> {
  const place = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', emptyDirectory(`redis-${port}`)];
  const server = await new ServerUnderTest(port, ['redis-server', ...place, ...DURABLE]).start();
  const url = `redis://127.0.0.1:${port}`;
  const client = createClient({ url });
  await client.connect();
  return {
    url,
    server,
    async operations() {
      const processed = /total_commands_processed:(\d+)/.exec(await client.info('stats'));
      return Number(processed?.[1]);
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
