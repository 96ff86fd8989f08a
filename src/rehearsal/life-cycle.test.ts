import { expect, test } from 'vitest';
import { hourMs, openBed } from './testing/bed.ts';

test('an account that is tagged vanilla is prepared and released', async () => {
  const bed = await openBed();
  const id = bed.addAccount('alice');
  await bed.tag(id, 'vanilla');
  await bed.pass(hourMs);

  console.log(
    bed.handled.map((h) => [new Date(h.at).toISOString(), h.route, h.answer ?? String(h.error)]),
  );
  console.log(bed.organization.journal.byOperation());
  expect(bed.state(id)).toBe('released');
});
