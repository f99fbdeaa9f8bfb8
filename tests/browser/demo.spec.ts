import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { freePort } from '../../tools/serverProcess.ts';

test('[O11] the demo shows a debate alive, lets a visitor put a question on air, and leaves nothing behind', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const temporary = mkdtempSync(join(tmpdir(), 'sofra-demo-test-'));
  const demo = spawn(process.execPath, ['--import', 'tsx', 'tools/demo.ts'], {
    env: { ...process.env, PORT: String(await freePort(0)), TMPDIR: temporary, DATA_DIR: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let address = '';
  for await (const line of createInterface(demo.stdout)) {
    address = line.trim();
    if (address.startsWith('http')) break;
  }
  await page.goto(address);
  const screen = (title: string) => page.frameLocator(`iframe[title="${title}"]`);
  const phone = screen('In the audience');
  const desk = screen('At the moderator’s desk');
  const air = screen('On television');
  await expect(air.locator('article.shown p')).not.toBeEmpty();

  await phone.getByRole('button', { name: 'Ask a question' }).click();
  await phone.getByRole('textbox').first().fill('When will the swimming pool open again?');
  await phone.locator('dialog button.primary').click();
  const asked = desk.getByRole('listitem').filter({ hasText: 'When will the swimming pool open again?' });
  await asked.getByRole('button', { name: 'Queue' }).click();
  await asked.getByRole('button', { name: 'Take' }).click();
  await expect(air.locator('article.shown p')).toHaveText('When will the swimming pool open again?');

  demo.kill('SIGINT');
  expect(await once(demo, 'exit')).toEqual([0, null]);
  expect(readdirSync(temporary).filter((name) => name.startsWith('sofra'))).toEqual([]);
  rmSync(temporary, { recursive: true });
});
