import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intern } from '../../server/intern.ts';

test('an interned id reads as it did, the first time and again, and so do more ids than are kept', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w:-]{1,40}$/), (id) => {
      const [, piece = ''] = /"questionId":"([^"]*)"/.exec(`42["command",{"questionId":"${id}"}]`) ?? [];
      expect([intern(piece), intern(id)]).toEqual([id, id]);
    }),
  );
  for (let count = 0; count < 200_001; count += 1) expect(intern(`id-${count}`)).toBe(`id-${count}`);
});
