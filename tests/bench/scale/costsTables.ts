/** The measured costs, and how well the model foretold real installations, for reading. */
import type { Costs } from './costs.ts';
import { columns, short, size, whole } from './figures.ts';

const SECOND = 1e6;
/** Of a node's core: the rest is for what comes at once. */
const SHARE = 0.7;

export function costsTable({ machine, node, nodeBytes, redis, redisBytes, proxy }: Costs): string {
  const perNode = (micros: number) => whole((SECOND * SHARE) / micros);
  const each = (micros: number) => `${short(micros)} us`;
  const arrival = node.join + node.page;
  const rows = [
    ['a phone that is there', each(node.phoneSecond), `a second: ${perNode(node.phoneSecond)} phones a node`],
    [
      '',
      size(nodeBytes.phone),
      `and ${size(nodeBytes.base + nodeBytes.young)} for the node itself, ${size(nodeBytes.young)} of it young`,
    ],
    ['a phone that comes', each(arrival), `its page ${each(node.page)}: ${perNode(arrival)} a second`],
    ['', size(nodeBytes.page), `the page; then ${size(nodeBytes.viewQuestion)} for each question`],
    ['a patch to one phone', each(node.patch), `and ${short(node.byteSent * 1_000)} us for each kB`],
    [
      'an own vote',
      each(node.vote),
      `${perNode(node.vote)} votes/s a node, and ${each(node.commit)} a commit`,
    ],
    [
      "another node's vote",
      each(node.heardVote),
      `${each(node.heardBatch)} a commit, ${each(node.read)} a read`,
    ],
    ['any vote', size(nodeBytes.vote), 'of memory on every node, until the debate is closed'],
    ['', each(node.replayedVote), 'where a node starts'],
    [
      'a vote on Redis',
      each(redis.vote),
      `${each(redis.batch)} a commit; ${size(redisBytes.storedVote)} of memory`,
    ],
    [
      'a vote to one reader',
      each(redis.readVote),
      `${each(redis.readBatch)} a commit, ${each(redis.read)} a read; ${size(redisBytes.sentVote)}`,
    ],
    ['a write and its flush', `${redis.flushMs.toPrecision(2)} ms`, 'as long as all that wait for it'],
    ...(proxy
      ? [
          ['a phone to nginx', each(proxy.arrival), `with TLS; each message ${each(proxy.message)}`],
          ['', size(proxy.phoneBytes), 'of memory'],
        ]
      : []),
  ];
  return `${machine}\n\n${rows.map(([what = '', cost = '', more = '']) => `${what.padEnd(22)} ${cost.padStart(9)}   ${more}`).join('\n')}`;
}

export function checksTable({ checks }: Costs): string {
  return checks
    .map(({ nodes, phones, votesPerSecond, figures }) => {
      const rows = figures.map(({ name, predicted, measured }) => [
        name,
        short(predicted),
        short(measured),
        `${predicted > measured ? '+' : ''}${Math.round((predicted / measured - 1) * 100)} %`,
      ]);
      return (
        `${whole(nodes)} nodes, ${whole(phones)} phones, ${whole(votesPerSecond)} votes/s\n` +
        columns([['', 'model', 'measured', 'model is off by'], ...rows])
      );
    })
    .join('\n\n');
}
