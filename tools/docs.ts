/** Writes what the contract in shared/ says into docs/, for people who write clients. Tests check that it is current. */
import { writeFile } from 'node:fs/promises';
import { asyncapi } from './docs/asyncapi.ts';
import { openapi } from './docs/openapi.ts';
import { written } from './docs/written.ts';

for (const [name, document] of Object.entries({ asyncapi: asyncapi(), openapi: openapi() })) {
  const path = `docs/${name}.json`;
  await writeFile(path, written(document));
  console.log(path);
}
